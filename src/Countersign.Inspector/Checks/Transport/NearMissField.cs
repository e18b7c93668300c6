using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Intake;

namespace Countersign.Inspector.Checks.Transport;

internal sealed class NearMissField : ExchangeCheck
{
    private static readonly string[] Others = ["Auth", "Authenticate", "Authentication", "WWW-Authenticate", "X-Authorization", "Proxy-Authorization", "Http-Authorization", "Authorization-Bearer"];

    public override CheckRow Row { get; } = new(
        "transport/near-miss-field",
        Severity.Warning,
        "Credentials in a field that is nearly Authorization",
        "Servers look into the Authorization field. What stands in another one is not seen, and the request counts as one without credentials.",
        new("RFC 9110 §11.6.2"),
        Fault.Client,
        "Nothing, unless this field is the one that is meant; then name it where clients read.")
    {
        CallerFix = "Send them in Authorization.",
        Explains = true,
    };

    public override Traits Needs => Traits.Refusal;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is not { Status: 401, Request: { } request } || request.Fields.Has("Authorization"))
            yield break;
        if (!request.Fields.Has("X-API-Key") && request.Fields.Lines.FirstOrDefault(line => NearNames.MeantKey(line.Name) is not null) is { Name: { } nearKey })
        {
            var key = NearNames.MeantKey(nearKey)!;
            yield return Found($"The request has a field {nearKey}, which is nearly {key}.", Seen.Status(exchange), Seen.Request(exchange, nearKey)) with { Certainty = Certainty.Likely, CallerFix = $"Send the key in {key}, if that is meant.", Changes = [new(RequestChangeKind.RemoveField, nearKey), new(RequestChangeKind.SetField, key, "$KEY")] };
            yield break;
        }

        if (request.Fields.Lines.FirstOrDefault(line => IsNear(line.Name) && !IsForProxy(line.Name, request)) is not { Name: { } name } field)
            yield break;
        var scheme = field.Value.Split(' ')[0] is { } first && first.Equals("Basic", StringComparison.OrdinalIgnoreCase) ? "Basic"
            : exchange.Response!.Fields.Challenges("WWW-Authenticate")?.Challenges.FirstOrDefault()?.Scheme ?? "Bearer";
        yield return Found($"The request has a field {name} and no Authorization field.", Seen.Status(exchange), Seen.Request(exchange, name)) with { Changes = [new(RequestChangeKind.RemoveField, name), Comparisons.Authorization(scheme)] };
    }

    // Only a proxy is asked by a whole address (RFC 9112 §3.2.2), and it is meant then.
    private static bool IsForProxy(string name, RecordedRequest request) => name.Equals("Proxy-Authorization", StringComparison.OrdinalIgnoreCase) && request.Target.StartsWith("http", StringComparison.OrdinalIgnoreCase);

    private static bool IsNear(string name) => Array.Exists(Others, other => other.Equals(name, StringComparison.OrdinalIgnoreCase)) || IsMisspelt(name.ToUpperInvariant(), "AUTHORIZATION");

    // One letter too many, too few, or another: Authorisation, Autorization, Authorizations.
    private static bool IsMisspelt(string name, string right)
    {
        if (Math.Abs(name.Length - right.Length) > 1 || name == right)
            return false;
        var start = 0;
        while (start < Math.Min(name.Length, right.Length) && name[start] == right[start])
            start++;
        var end = 0;
        while (end < Math.Min(name.Length, right.Length) - start && name[^(end + 1)] == right[^(end + 1)])
            end++;
        return Math.Max(name.Length, right.Length) - start - end <= 2;
    }
}
