using System.Globalization;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Logs.Classes;
using Countersign.Inspector.Verdicts;

namespace Countersign.Inspector.Reports;

/// <summary>Words of reports for what are names in the code.</summary>
internal static class ReportWords
{
    private static readonly (Omissions Flag, string Code, string Sentence)[] Omitted =
    [
        (Omissions.Credentials, "credentials", "Authorization, Cookie and Set-Cookie: that they are not there proves nothing"),
        (Omissions.RequestContent, "request-content", "contents of requests"),
        (Omissions.ResponseContent, "response-content", "contents of answers"),
        (Omissions.Requests, "requests", "requests"),
        (Omissions.Responses, "responses", "answers"),
        (Omissions.Times, "times", "times"),
        (Omissions.OtherLegs, "other-legs", "other exchanges of the same visit"),
        (Omissions.FieldLines, "field-lines", "whether a field came in one line or several"),
    ];

    /// <summary>How many findings a baseline has taken away.</summary>
    public static string Accepted(int count) => count == 1 ? "1 finding that was accepted is not shown." : string.Create(CultureInfo.InvariantCulture, $"{count} findings that were accepted are not shown.");

    public static string Of(Fault fault) => fault switch
    {
        Fault.Client => "the client",
        Fault.Origin => "the server",
        Fault.Proxy => "a proxy between",
        Fault.IdentityProvider => "the identity provider",
        _ => "nobody",
    };

    public static string Of(LogDimension dimension) => dimension switch
    {
        LogDimension.Name => "name",
        LogDimension.Address => "address",
        LogDimension.Agent => "user agent",
        LogDimension.Node => "node",
        _ => "area",
    };

    public static string Code(LogDimension dimension) => dimension == LogDimension.Agent ? "user-agent" : Of(dimension);

    public static string Code(Fault fault) => fault switch
    {
        Fault.Client => "client",
        Fault.Origin => "origin",
        Fault.Proxy => "proxy",
        Fault.IdentityProvider => "identity-provider",
        _ => "nobody",
    };

    public static string Code(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        Severity.Info => "info",
        _ => "good",
    };

    public static string Code(Certainty certainty) => certainty switch
    {
        Certainty.Proved => "proved",
        Certainty.Likely => "likely",
        _ => "not-decided",
    };

    public static string Code(RequestChangeKind kind) => kind switch
    {
        RequestChangeKind.SetField => "set-field",
        RequestChangeKind.RemoveField => "remove-field",
        RequestChangeKind.SetUrl => "set-url",
        RequestChangeKind.Authenticate => "authenticate",
        RequestChangeKind.AuthenticateToProxy => "authenticate-to-proxy",
        _ => "set-method",
    };

    public static string Code(Outcome outcome) => outcome switch
    {
        Outcome.Admitted => "admitted",
        Outcome.Challenged => "challenged",
        Outcome.Refused => "refused",
        Outcome.Forbidden => "forbidden",
        Outcome.Blocked => "blocked",
        _ => "not-decided",
    };

    public static string Code(RetryAdvice advice) => advice switch
    {
        RetryAdvice.NotNeeded => "not-needed",
        RetryAdvice.WithCredentials => "with-credentials",
        RetryAdvice.WithFreshNonce => "with-fresh-nonce",
        RetryAdvice.WithNewToken => "with-new-token",
        RetryAdvice.AfterChange => "after-change",
        RetryAdvice.AfterServerChange => "after-server-change",
        _ => "later",
    };

    public static string Code(RecordingSource source) => source switch
    {
        RecordingSource.Har => "har",
        RecordingSource.CurlVerbose => "curl-verbose",
        RecordingSource.CurlTrace => "curl-trace",
        RecordingSource.RawHttp => "raw-http",
        RecordingSource.Proxy => "proxy",
        _ => "live",
    };

    public static IEnumerable<string> Codes(Omissions omissions) => Omitted.Where(each => omissions.HasFlag(each.Flag)).Select(each => each.Code);

    public static IEnumerable<string> Sentences(Omissions omissions) => Omitted.Where(each => omissions.HasFlag(each.Flag)).Select(each => each.Sentence);

    /// <summary>A stranger's text for a terminal: it must not steer it, and each character keeps its one place above a caret.</summary>
    public static string Printable(ReadOnlySpan<char> text) => string.Create(text.Length, text, static (result, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            result[i] = source[i] switch
            {
                '\t' => ' ',
                < ' ' and var control => (char)('\u2400' + control),
                '\x7f' => '\u2421',
                var c when char.IsControl(c) || char.IsSurrogate(c) => '\ufffd',
                var c when char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => '\ufffd',
                var c => c,
            };
        }
    });
}
