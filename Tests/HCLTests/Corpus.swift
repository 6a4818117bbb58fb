/// Files that are HCL and not nice: each has something in it that breaks simple readers.
let corpus: [(name: String, text: String)] = [
    ("nothing", ""),
    ("blank lines", "\n\n  \t\n"),
    ("no final newline", "a = 1"),
    ("only a comment, no final newline", "# nothing else"),
    ("byte order mark", "\u{FEFF}a = 1\n"),
    ("CRLF", "a = 1\r\n# comment\r\nb {\r\n  c = [\r\n    1,\r\n  ]\r\n}\r\n"),
    ("mixed line ends", "a = 1\r\nb = 2\nc {\r\n}\n"),
    (
        "comments in odd places",
        #"""
        /* before */ resource /* type */ "aws_db_instance" /* name */ "main" /* open */ { // after
          # above
          size = /* before the value */ 10 # behind
          /* alone */ name = "x" /* behind */
          list = [ # in a list
            1, // one
            /* two */ 2,
            # last
          ]
          call = max(1, # first
            2 /* second */)
        } # the end
        """#
    ),
    (
        "heredocs",
        #"""
        a = <<EOT
        plain ${"inner ${1 + 2}"} $${not} %%{not}
          EOT is not alone here
        "quotes" \ and backslashes
        EOT
        b = <<-EOT
            indented %{ if true }yes%{ else }no%{ endif }
            # not a comment
              EOT
        c = [<<ONE
        first
        ONE
          , <<TWO
        second
        TWO
        ]

        """#
    ),
    ("heredoc with CRLF", "a = <<EOT\r\nline\r\nEOT\r\nb = 1\r\n"),
    ("empty heredoc", "a = <<EOT\nEOT\n"),
    ("heredoc as an argument", "a = jsonencode(<<EOT\n{}\nEOT\n)\n"),
    (
        "templates",
        #"""
        a = "${var.x}-${"nested ${"deep ${1}"}"}"
        b = "%{ for k, v in var.m ~}${k}=${v}%{ endfor }"
        c = "${~ var.x ~}"
        d = "$${literal} %%{literal} $ % $$ %% $"
        e = "quote \" backslash \\ unicode \u00e9 \U0001F426"
        f = "${{ a = 1, b = { c = "}" } }.a}"
        g = "${
          var.x
        }"

        """#
    ),
    (
        "dynamic blocks",
        #"""
        resource "google_sql_database_instance" "instance" {
          settings {
            dynamic "database_flags" {
              for_each = var.prep ? [{ name = "cloudsql.logical_decoding", value = "on" }] : []
              iterator = flag
              content {
                name  = flag.value.name
                value = flag.value["value"]
              }
            }
          }
        }

        """#
    ),
    (
        "for expressions",
        #"""
        a = [for s in var.list : upper(s) if s != ""]
        b = { for k, v in var.map : k => v... if v != null }
        c = [
          for s in var.list :
          s
        ]
        d = {
          for s in var.list :
          s => 1
        }
        e = { "for" = 1, (var.key) = 2, a.b = 3 }

        """#
    ),
    (
        "operators",
        #"""
        a = 1 + 2 * 3 % 4 - -5 / 6
        b = !true && false || 1 <= 2 == true != false
        c = var.x ? 1 : var.y ? 2 : 3
        d = (
          1
          + 2
        )
        e = a.b[0].c["d"].*.e[*].f.0.g
        f = provider::google::id("x", ["y", "z"]...)
        g = 1.5e-10
        h = a.0

        """#
    ),
    ("one-line blocks", "a {}\nb { c = 1 }\nd \"e\" f {}\n"),
    ("unicode names", "größe = 1\n数 \"ラベル\" { 名前 = \"é\" }\ne\u{301}t\u{E9} = 2\n"),
    ("dashes in names", "a-b = c-d\n"),
    ("objects over lines", "a = {\n  b = 1,\n  c : 2\n\n  # comment\n  d = {\n  }\n}\n"),
    ("tabs and trailing blanks", "a\t=\t1\t \nb {\t\n\t}\t\n"),
    (
        "deep nesting",
        "a = " + String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
    ),
]

/// Texts that are no HCL, and where the complaint points.
let broken: [(name: String, text: String, line: Int, column: Int)] = [
    ("no value", "a =\n", 1, 4),
    ("no end of the line", "a = 1 b = 2\n", 1, 7),
    ("open string", "a = \"x", 1, 5),
    ("string over two lines", "a = \"x\ny\"\n", 1, 7),
    ("open template", "a = \"${x\n", 1, 6),
    ("open heredoc", "\na = <<EOT\nx\n", 2, 5),
    ("heredoc whose end has no line end", "a = <<EOT\nx\nEOT", 1, 5),
    ("open comment", "a = 1 /* x", 1, 7),
    ("open block", "a {\n", 2, 1),
    ("too many braces", "a {\n}\n}\n", 3, 1),
    ("set twice", "a = 1\na = 2\n", 2, 1),
    ("unknown escape", "a = \"\\q\"\n", 1, 6),
    ("single quotes", "a = 'x'\n", 1, 5),
    ("computed label", "a \"${b}\" {\n}\n", 1, 4),
    ("half a directive", "a = \"%{ if x }y\"\n", 1, 16),
    ("two settings in one line", "a { b = 1, c = 2 }\n", 1, 10),
    ("stray carriage return", "a = 1\rb = 2\n", 1, 6),
    ("two indexes in one number", "a = b.0.1\n", 1, 7),
    ("stray carriage return in a string", "a = \"\r\"\n", 1, 6),
    ("column counts characters", "é = \"é\" x\n", 1, 9),
]
