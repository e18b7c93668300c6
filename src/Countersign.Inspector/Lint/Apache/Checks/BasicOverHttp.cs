using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class BasicOverHttp : ApacheCheck
{
    public override CheckRow Row { get; } = new(
        "apache/basic-over-http",
        Severity.Warning,
        "Passwords over plain http",
        "Basic sends the password with every request, readable by everybody on the way.",
        new("RFC 7617 §4"),
        Fault.Origin,
        "Ask for credentials in the virtual host for 443 alone, and redirect from port 80: Redirect permanent / https://NAME/.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server)
    {
        foreach (var place in Once(server, place => place.Host is { Block: not null, Port: 80, IsTls: false } && place.Answer.Decision is { Access: Access.Challenged, Status: 401 }))
        {
            if (ApacheAccess.TextOf(place.Answer.Rules!.AuthType).Equals("basic", StringComparison.OrdinalIgnoreCase) && place.Host.Name is not ("localhost" or "127.0.0.1"))
                yield return Found($"{place.Address} asks for a password by Basic, over http.", [place.Answer.Rules.AuthType, place.Host.Block]) with { Certainty = Certainty.Likely };
        }
    }
}
