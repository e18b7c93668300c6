using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks;

/// <summary>Judges what a request shows of who sends it, one by one. What somebody hid says nothing.</summary>
internal abstract class CredentialsCheck : ExchangeCheck
{
    /// <inheritdoc/>
    public override Traits Needs => Traits.Credentials;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange.Request is not { } request)
            yield break;
        foreach (var presented in request.Credentials.Where(each => !each.IsRedacted))
        {
            foreach (var finding in Judge(presented, exchange, view))
                yield return finding;
        }
    }

    /// <summary>Judges one of them.</summary>
    protected abstract IEnumerable<Finding> Judge(PresentedCredentials presented, Exchange exchange, RecordingView view);

    /// <summary>A finding about credentials. Where the server did not mind, it is only worth knowing.</summary>
    protected Finding FoundIn(PresentedCredentials presented, Exchange exchange, string message) =>
        Found(message, At(presented, exchange)) with { Severity = exchange.Status is >= 200 and < 400 && Row.Severity > Severity.Info ? Severity.Info : Row.Severity };

    /// <summary>Whether they stand in Authorization or Proxy-Authorization.</summary>
    protected static bool IsField(PresentedCredentials presented) => presented.Place is CredentialsPlace.Authorization or CredentialsPlace.ProxyAuthorization;

    /// <summary>Where they stand.</summary>
    public static Evidence At(PresentedCredentials presented, Exchange exchange)
    {
        var request = exchange.Request!;
        switch (presented.Place)
        {
            case CredentialsPlace.Query or CredentialsPlace.Userinfo:
                return new(exchange.Index, "target", presented.Place == CredentialsPlace.Userinfo ? request.Url?.ToString() ?? request.Target : request.Target);
            case CredentialsPlace.Form:
                return new(exchange.Index, "content", $"{presented.Name}=***");
            default:
                var name = presented.Place == CredentialsPlace.Cookie ? "Cookie" : presented.Name;
                var line = request.Fields.Lines.FirstOrDefault(each => each.Is(name));
                return new(exchange.Index, $"request {name}", line.Value ?? "") { Line = line.Line };
        }
    }

    /// <summary>What to call the place in a sentence.</summary>
    protected static string PlaceOf(PresentedCredentials presented) => presented.Place switch
    {
        CredentialsPlace.Query => $"the parameter {presented.Name} of the query",
        CredentialsPlace.Form => $"the parameter {presented.Name} of the form",
        CredentialsPlace.Cookie => $"the cookie {presented.Name}",
        CredentialsPlace.Userinfo => "the address",
        _ => presented.Name,
    };

    /// <summary>The change that puts them right; none where only the sender knows it.</summary>
    public static RequestChange[] Anew(PresentedCredentials presented, Exchange exchange, RecordingView view) => presented.Place switch
    {
        CredentialsPlace.Authorization or CredentialsPlace.ProxyAuthorization => SchemeNames.Wanted(presented, exchange, view) is { } scheme ? [new(RequestChangeKind.SetField, presented.Name, $"{scheme} {SchemeNames.Variable(scheme)}")] : [],
        CredentialsPlace.Field => [new(RequestChangeKind.SetField, presented.Name, presented.Scheme is { } scheme ? $"{scheme} $TOKEN" : "$KEY")],
        _ => [],
    };
}
