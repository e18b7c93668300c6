using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class Asks : ApacheCheck
{
    public override CheckRow Row { get; } = new(
        "apache/asks",
        Severity.Good,
        "Asks for credentials",
        "",
        Of("mod_authz_core, Require"),
        Fault.Nobody,
        "");

    public override IEnumerable<LintFinding> Judge(ApacheServer server) =>
        Once(server, place => !server.IsBeside && place.Answer.Decision is { Access: Access.Challenged })
            .Select(place => Found($"{place.Address} asks for credentials.", place.Start));
}
