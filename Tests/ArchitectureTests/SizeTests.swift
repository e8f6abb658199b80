import Testing

/// Files stay under 400 lines and functions under 60, in Sources and in Tests.
@Suite struct SizeTests {
    @Test func filesAndFunctionsStaySmall() throws {
        let violations = SizeLimits().violations(in: try Project.sources("Sources", "Tests"))
        #expect(violations.isEmpty, "\(violations.joined(separator: "\n"))")
    }

    @Test func aLongFileFails() {
        let text = String(repeating: "let x = 1\n", count: 401)
        let found = SizeLimits().violations(in: [SourceText(path: "Long.swift", raw: text)])
        #expect(found == ["Long.swift has 401 lines; at most 400: split it by idea."])
        #expect(SizeLimits().violations(in: [SourceText(path: "Fine.swift", raw: String(text.dropLast(10)))]) == [])
    }

    @Test(arguments: ["Long.swift", "Long.cpp"])
    func aLongFunctionFails(path: String) {
        let head = path.hasSuffix(".swift") ? "func long(_ x: Int) {" : "static void long_one(int x) {"
        let body = String(repeating: "\n    call(\"}\")  // }", count: 59)
        let source = SourceText(path: path, raw: "\n" + head + body + "\n}\n")
        #expect(SizeLimits().violations(in: [source]).count == 1)
        #expect(SizeLimits().violations(in: [source]).first?.hasPrefix("\(path):2: 'long") == true)
        let shorter = SourceText(path: path, raw: source.raw.replacing("\n    call(\"}\")  // }\n}", with: "\n}"))
        #expect(SizeLimits().violations(in: [shorter]) == [])
    }

    @Test func swiftFunctionsAreFoundWhole() {
        let text = #"""
            protocol Shape { func area() -> Double; init(side: Int) }
            struct Square: Shape {
                init(side: Int) { self.init(side, "\(side.map { "}" })") }
                func area(scale: (Int) -> Int = { $0 }) -> Double {
                    let pattern = /\}"/
                    /* } /* nested } */ */
                    return 4.0 / 2
                }
                deinit {
                }
            }
            """#
        let functions = Function.all(in: SourceText(path: "Square.swift", raw: text))
        #expect(functions.map(\.name) == ["init", "area", "deinit"])
        #expect(functions.map(\.lineCount) == [1, 5, 2])
    }

    @Test func cFunctionsAreFoundWhole() {
        let text = """
            #define OPEN {
            extern "C" {
            namespace kernels {
            struct Pair { int first, second; };
            static const int table[] = {1'000, '{'};
            template <typename T>
            inline T add(T a, T b) {
                if (a == '}') { return b; }
                return a + b;
            }
            }
            int aufbau_version(void) { return 1; }
            }
            """
        let functions = Function.all(in: SourceText(path: "kernel.cpp", raw: text))
        #expect(functions.map(\.name) == ["add", "aufbau_version"])
        #expect(functions.map(\.lineCount) == [5, 1])
    }
}
