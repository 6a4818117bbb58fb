"""The inputs that are timed, generated: one folder each."""
import os


def put(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w') as file:
        file.write(text)


def document(i):
    return f'''---
apiVersion: v1
kind: ConfigMap
metadata:
  name: config-{i}
  labels:
    app: app-{i % 10}
    tier: "backend"
data:
  index: {i}
  text: |
    line one
    line two
  list:
  - a
  - name: x
    value: 1.5
'''


def smallest(put):
    put('a.yml', 'a: 1\n')


def loop(put):
    put('t.yml', '''#@ for i in range(10000):
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: #@ "config-{}".format(i)
  labels:
    app: #@ "app-" + str(i % 10)
    tier: backend
data:
  index: #@ i
  list:
  - a
  - #@ i * 2
  - name: x
    value: #@ "v%d" % i
#@ end
''')


def overlays(put):
    put('a.yml', ''.join(map(document, range(5000))))
    put('o.yml', '''#@ load("@ytt:overlay", "overlay")
#@overlay/match by=overlay.subset({"kind": "ConfigMap"}), expects="1+"
---
metadata:
  #@overlay/match missing_ok=True
  annotations:
    #@overlay/match missing_ok=True
    added: "yes"
data:
  #@overlay/match missing_ok=True
  list:
  - c
''')


def overlays_by_key(put):
    put('a.yml', 'items:\n' + ''.join(f'- name: n{i}\n  v: {i}\n' for i in range(5000)))
    put('o.yml', '#@ load("@ytt:overlay", "overlay")\n#@overlay/match by=overlay.all\n---\nitems:\n'
        + ''.join(f'#@overlay/match by="name"\n- name: n{i}\n  v: x{i}\n' for i in range(5000)))


def plain(put):
    put('a.yml', ''.join(map(document, range(20000))))


def schema(put):
    keys, values = ['#@data/values-schema\n---\n'], ['#@data/values\n---\n']
    for i in range(4000):
        if i % 2 == 0:
            keys.append('#@schema/validation min_len=1\n')
        keys.append(f'key{i}: "d{i}"\n')
        values.append(f'key{i}: "v{i}"\n')
    put('schema.yml', ''.join(keys))
    put('values.yml', ''.join(values))
    put('t.yml', '#@ load("@ytt:data", "data")\n---\nx: #@ data.values.key17\n')


def compute(put):
    put('t.yml', '''#@ def sum():
#@   x = 0
#@   for i in range(3000000):
#@     x = (x + i * 7) % 1000003
#@   end
#@   return x
#@ end
r: #@ sum()
''')


def calls(put):
    put('t.yml', '''#@ def fib(n):
#@   if n < 2:
#@     return n
#@   end
#@   return fib(n - 1) + fib(n - 2)
#@ end
r: #@ fib(25)
''')


def text_loop(put):
    put('t.txt', '(@ for i in range(50000): -@)\nline (@= str(i) @) of text\n(@ end -@)\n')


def text_lines(put):
    put('t.txt', ''.join(f'line {i} (@= str({i}) @) text\n' for i in range(50000)))


def many_files(put):
    put('values.yml', '#@data/values\n---\n'
        + ''.join(f'k{i}:\n  name: n{i}\n  value: {i}\n' for i in range(1000)))
    for i in range(200):
        put(f't{i}.yml', f'#@ load("@ytt:data", "data")\n---\nname: #@ data.values.k{i}.name\n'
            f'value: #@ data.values.k{i}.value\n')


CASES = [
    (smallest, 'the smallest input', []),
    (loop, '10,000 documents by a loop', []),
    (overlays, 'an overlay on 5,000 documents', []),
    (overlays_by_key, '5,000 overlays by key on 5,000', []),
    (plain, '20,000 plain documents', []),
    (schema, '4,000 schema keys, 2,000 checks', []),
    (compute, '3 million loop iterations', []),
    (calls, '250,000 function calls', []),
    (text_loop, 'a text template, 50,000 rounds', ['--output-files', '../out']),
    (text_lines, 'a text template of 50,000 lines', ['--output-files', '../out']),
    (many_files, '200 templates, 1,000 data values', []),
]


def write(folder):
    """Writes every input; gives its name, what it is, and the arguments to render it."""
    for case, says, arguments in CASES:
        name = case.__name__
        case(lambda path, text: put(os.path.join(folder, name), path, text))
        yield name, says, ['-f', '.'] + arguments
