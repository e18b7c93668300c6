using System.Text.Json;
using System.Text.RegularExpressions;
using Countersign.Inspector.Checks.Subjects;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Status;

internal sealed partial class RefusalAsSuccess : ExchangeCheck
{
    private static readonly string[] Numbers = ["status", "statusCode", "status_code", "code", "errorCode", "error_code", "errcode"];
    private static readonly string[] Words = ["error", "message", "msg", "detail", "error_description", "errorMessage", "code"];

    public override CheckRow Row { get; } = new(
        "status/refusal-as-success",
        Severity.Warning,
        "A refusal, sent as success",
        "Clients, caches, proxies and monitors go by the status. They take the refusal for an answer, keep it, and never ask for credentials.",
        new("RFC 9110 §15.5.2"),
        Fault.Origin,
        "Send the status that the content speaks of, with a challenge when it is 401.")
    {
        Remedy = Remedy.Challenge,
        Hides = true,
    };

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is not { Status: >= 200 and < 300, Response: { } response } || JsonContent.Object(response) is not { } said)
            yield break;
        if (GraphQl(said) is { } code)
            yield return Found($"The answer is {exchange.Status}, and an error in it says {code}. GraphQL over HTTP is used like this; those who go by the status alone don't see it.", Seen.Status(exchange), Seen.Content(exchange, 0, 40)) with { Severity = Severity.Info, Fault = Fault.Nobody };
        else if (Refusal(said) is { } words)
            yield return Found($"The answer is {exchange.Status}, and its content says {words}.", Seen.Status(exchange), At(exchange, words)) with { Certainty = Certainty.Likely };
    }

    private static string? Refusal(JsonElement said)
    {
        var texts = Words.Select(name => JsonContent.Text(said, name)).OfType<string>().ToList();
        if (JsonContent.Member(said, "error") is { ValueKind: JsonValueKind.Object } error)
            return Refusal(error);
        var number = Numbers.Select(name => JsonContent.Number(said, name)).FirstOrDefault(number => number is 401 or 403);

        // A number may count anything: words beside it say that it is a status.
        if (number is not null && texts.Exists(text => AboutAccess().IsMatch(text)))
            return $"{number}";
        return texts.Find(text => IsRefusal().IsMatch(text)) ?? (IsFailure(said) ? texts.Find(text => SubjectCodes.Of(text) is RefusalSubject.Missing or RefusalSubject.Token or RefusalSubject.Wrong or RefusalSubject.Permission) : null);
    }

    private static bool IsFailure(JsonElement said) => (JsonContent.Member(said, "ok") ?? JsonContent.Member(said, "success")) is { ValueKind: JsonValueKind.False };

    // {"errors":[{"extensions":{"code":"UNAUTHENTICATED"}}]}
    private static string? GraphQl(JsonElement said)
    {
        if (JsonContent.Member(said, "errors") is not { ValueKind: JsonValueKind.Array } errors)
            return null;
        return errors.EnumerateArray()
            .Select(each => JsonContent.Member(each, "extensions") is { } more ? JsonContent.Text(more, "code") : null)
            .FirstOrDefault(code => code is "UNAUTHENTICATED" or "FORBIDDEN" or "UNAUTHORIZED" or "AUTH_NOT_AUTHENTICATED" or "AUTH_NOT_AUTHORIZED");
    }

    private static Evidence At(Exchange exchange, string words) =>
        exchange.Response!.Content.Text.IndexOf(words, StringComparison.Ordinal) is >= 0 and var start ? Seen.Content(exchange, start, words.Length) : Seen.Content(exchange, 0, 40);

    [GeneratedRegex(@"unauthori[sz]ed|unauthenticated|authenticat|credential|token|log ?in|logged|sign(ed)? in|session|forbidden|denied|permission|not allowed", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex AboutAccess();

    [GeneratedRegex(@"^\W*(error:? )?(you are |user is |request is )?(unauthori[sz]ed|unauthenticated|not authenticated|not logged in|invalid[ _]token|token (has )?expired|authentication (is )?required|login (is )?required|access[ _]denied)( access| request)?\W*$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex IsRefusal();
}
