import Foundation

/// What curl writes to standard error when it is done: the headers and its own account, as JSON.
struct CurlReport {
    let headers: [String: [String]]
    let status: Int
    let exitCode: Int
    let explanation: String
    let finalAddress: String?

    private struct Account: Decodable {
        let exitcode: Int
        let errormsg: String?
        let http_code: Int
        let url_effective: String?
    }

    /// Nil when curl ended without giving account, as it does when it is killed.
    init?(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
        guard let last = lines.last,
            let account = try? JSONDecoder().decode(Account.self, from: Data(last.utf8))
        else { return nil }
        let head = lines.dropLast().joined(separator: "\n")
        let pairs = try? JSONDecoder().decode([String: [String]].self, from: Data(head.utf8))
        headers = Dictionary(
            (pairs ?? [:]).map { ($0.key.lowercased(), $0.value) }, uniquingKeysWith: +)
        status = account.http_code
        exitCode = account.exitcode
        explanation = account.errormsg ?? "curl ended with \(account.exitcode)"
        finalAddress = account.url_effective
    }

    /// curl's exit codes, from its manual page.
    static func reason(_ exitCode: Int) -> WebFailure.Reason {
        switch exitCode {
        case 1, 3: .badAddress
        case 5, 6: .hostNotFound
        case 7: .notConnected
        case 28: .timedOut
        case 18, 52, 55, 56, 92: .interrupted
        case 35, 51, 58, 60, 77, 83, 90, 91: .certificateRefused
        case 47: .tooManyRedirects
        case 63: .tooLarge
        default: .other
        }
    }
}
