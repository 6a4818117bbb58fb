/// The page's looks: the reader's own fonts, one accent, light and dark as the reader's machine
/// is set, and black on white when printed.
let pageStyle = """
    :root{color-scheme:light dark;--ink:#1b1f24;--soft:#5d6670;--line:#dfe3e8;--paper:#fff;
    --panel:#f6f8fa;--accent:#2f6fab;--held:#2f6fab14;--good:#1a7f4b;--bad:#c0262d;--warn:#96600a;
    --out:#9aa5b1}
    @media (prefers-color-scheme:dark){:root{--ink:#e3e7eb;--soft:#97a1ac;--line:#2c333b;
    --paper:#14181c;--panel:#1b2026;--accent:#6cb0ee;--held:#6cb0ee1f;--good:#58c98b;--bad:#ff7b78;
    --warn:#e3b04b;--out:#66717d}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);
    font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
    font-variant-numeric:tabular-nums}
    main{max-width:980px;margin:0 auto;padding:40px 28px 64px}
    h1{font-size:34px;line-height:1.15;margin:0;letter-spacing:-.02em;overflow-wrap:anywhere}
    h2{font-size:19px;margin:0 0 12px;letter-spacing:-.01em}
    h3{font-size:16px;margin:0 0 2px}
    h3 span{font-weight:500;margin-left:6px}
    p{margin:0 0 10px}
    section{margin-top:44px}
    article{margin:0 0 34px}
    .kind{color:var(--soft);text-transform:uppercase;letter-spacing:.08em;font-size:12px;margin:0 0 4px}
    .route{color:var(--soft);font-size:17px;margin:6px 0 18px;overflow-wrap:anywhere}
    .verdict{font-size:17px;padding:11px 16px;border-left:4px solid;background:var(--panel);
    border-radius:0 6px 6px 0}
    .verdict.good{border-color:var(--good)}.verdict.bad{border-color:var(--bad)}
    .verdict.open{border-color:var(--out)}
    .mark{font-weight:700;margin-right:4px}
    .good,.verdict.good .mark{color:var(--good)}.bad,.verdict.bad .mark{color:var(--bad)}
    .verdict{color:var(--ink)!important}
    .open{color:var(--soft)}.warning{color:var(--warn)}
    .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(165px,1fr));gap:14px;margin:20px 0 0}
    .figures div{border-top:1px solid var(--line);padding-top:10px}
    .figures dt{color:var(--soft);font-size:13px}
    .figures dd{margin:0;font-size:25px;font-weight:600;letter-spacing:-.015em;line-height:1.3}
    .figures dd.more,.more{font-size:13px;font-weight:400;color:var(--soft);letter-spacing:0}
    .sum{color:var(--soft)}
    .chart{width:100%;height:auto;display:block;overflow:visible}
    article .chart{margin:10px 0 12px}
    .chart text{font:11px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
    fill:var(--soft);font-variant-numeric:tabular-nums}
    .chart .label{fill:var(--ink);font-size:12px}
    .chart .value{fill:var(--ink);}
    .chart .pointname{fill:var(--bad)}
    .bar{fill:var(--accent)}.bar.outside{fill:var(--out)}
    .held{fill:var(--held)}
    .grid{stroke:var(--line);stroke-width:1}
    .cut{stroke:var(--soft);stroke-width:1;stroke-dasharray:2 3}
    .point{stroke:var(--bad);stroke-width:1.2;stroke-dasharray:4 3}
    .line{fill:none;stroke:var(--accent);stroke-width:1.6;stroke-linejoin:round}
    .area{fill:var(--held)}
    .plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(340px,1fr));gap:22px 28px}
    figure{margin:0}
    figcaption{font-weight:600;margin-bottom:4px}
    figcaption .more{margin-left:6px}
    .certificate{font-weight:600}
    table{border-collapse:collapse;width:100%;font-size:13.5px}
    th{text-align:left;font-weight:600;color:var(--soft);border-bottom:1px solid var(--line);padding:6px 10px 6px 0}
    td{vertical-align:top;border-bottom:1px solid var(--line);padding:6px 10px 6px 0;overflow-wrap:anywhere}
    td.time,td.lsn{white-space:nowrap;font-variant-numeric:tabular-nums}
    tr.day td{color:var(--soft);font-weight:600;padding-top:14px}
    td.found{white-space:nowrap}
    .statements{table-layout:fixed}
    .statements th:nth-child(1){width:104px}.statements th:nth-child(2){width:150px}
    .statements th:nth-child(3){width:112px}
    .statements .more{font-size:12px}
    code{font:12px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;
    overflow-wrap:anywhere}
    .plain{list-style:none;margin:0;padding:0}.plain li{margin-bottom:6px}
    .fine{color:var(--soft);font-size:13.5px;margin-top:14px}
    footer{margin-top:52px;border-top:1px solid var(--line);padding-top:18px;color:var(--soft);font-size:13px}
    .words{display:grid;grid-template-columns:repeat(auto-fit,minmax(280px,1fr));gap:10px 28px;margin:0 0 14px}
    .words dt{font-weight:600;color:var(--ink)}.words dd{margin:0}
    @media (max-width:600px){main{padding:24px 16px 40px}h1{font-size:27px}
    .statements th:nth-child(3),.statements td.lsn{display:none}}
    @media print{:root{color-scheme:light;--ink:#000;--soft:#444;--line:#bbb;--paper:#fff;--panel:#fff;
    --accent:#1d4f80;--held:#1d4f8018;--good:#0b5c33;--bad:#8f1016;--warn:#6a4300;--out:#777}
    @page{margin:16mm 14mm}
    body{font-size:10.5pt}main{max-width:none;padding:0}
    section{margin-top:22pt}h2,h3{break-after:avoid}
    article,figure,.figures,.verdict,tr{break-inside:avoid}
    .plots{grid-template-columns:1fr 1fr}
    thead{display:table-header-group}
    table{font-size:9pt}.statements{font-size:8pt}.statements code{font-size:7.5pt}
    *{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
    """
