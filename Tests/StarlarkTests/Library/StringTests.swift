import Testing

@testable import Starlark

/// Goal: strings are bytes, and their methods those of the reference. Method: small expressions.
@Suite struct StringTests {
    @Test(
        "does what its method says",
        arguments: [
            (
                "'hElLo wOrLd'.capitalize(), 'hElLo wOrLd'.title()",
                #"("Hello world", "Hello World")"#
            ),
            ("'ǆenan'.title(), 'ß'.upper(), 'É'.lower()", #"("ǅenan", "ß", "é")"#),
            (
                "'a,b,,c'.split(','), 'a,b,c'.rsplit(',', 1)",
                #"(["a", "b", "", "c"], ["a,b", "c"])"#
            ),
            ("'  a  b '.split(), ' a b c '.rsplit(None, 1)", #"(["a", "b"], [" a b", "c"])"#),
            ("'a\\nb\\n'.splitlines(), 'a\\nb'.splitlines(True)", #"(["a", "b"], ["a\n", "b"])"#),
            ("' x '.strip(), 'xxaxx'.lstrip('x'), 'abc'.rstrip('cb')", #"("x", "axx", "a")"#),
            ("'banana'.replace('a', 'o', 2), 'ab'.replace('', '-')", #"("bonona", "-a-b-")"#),
            ("'banana'.find('na', 3), 'banana'.rfind('a', 0, 4), 'x'.find('y')", "(4, 3, -1)"),
            ("'banana'.count('an'), 'abc'.count('')", "(2, 4)"),
            (
                "'a/b/c'.partition('/'), 'a/b/c'.rpartition('/')",
                #"(("a", "/", "b/c"), ("a/b", "/", "c"))"#
            ),
            ("'{} {a!r} {{}}'.format(1, a='x')", #""1 \"x\" {}""#),
            ("'%s %r %d %x %o %c %%' % ('a', 'a', 10, 255, 8, 97)", #""a \"a\" 10 ff 10 a %""#),
            ("'%(a)s-%(b)d' % {'a': 1, 'b': 2}", #""1-2""#),
            ("len('é'), 'é'[0], list('é'.elems())", #"(2, "\xc3", ["\xc3", "\xa9"])"#),
            ("list('aé'.codepoints()), list('aé'.codepoint_ords())", #"(["a", "é"], [97, 233])"#),
            ("'abc'.startswith(('x', 'ab')), 'abc'.endswith('bc', 1)", "(True, True)"),
            (
                "'a1'.isalnum(), 'Ab Cd'.istitle(), 'ab'.islower(), '1'.isdigit()",
                "(True, True, True, True)"
            ),
            ("', '.join(['a', 'b']), 'ab' * 2, 'b' > 'B'", #"("a, b", "abab", True)"#),
            (
                "repr('\\a\\x00\\x7f\\u2028') if False else repr('\\a\\x00\\x7f')",
                #""\"\\a\\x00\\x7f\"""#
            ),
            ("hash('hello'), ord('é'), chr(128512)", #"(99162322, 233, "😀")"#),
            (
                "dir('')[:4], len(dir(''))",
                #"(["capitalize", "codepoint_ords", "codepoints", "count"], 33)"#
            ),
        ])
    func methods(_ expression: String, _ result: String) throws {
        #expect(try Running.value(of: "(\(expression))") == result)
    }
}
