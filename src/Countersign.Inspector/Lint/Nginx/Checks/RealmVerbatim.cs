using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class RealmVerbatim : NginxCheck
{
    public override CheckRow Row { get; } = By(
        "realm-verbatim",
        Severity.Warning,
        "A realm that breaks the challenge",
        "nginx writes the realm between quotes as it is, and escapes nothing.",
        "RFC 9110 §5.6.4",
        "Use a realm without quotes, backslashes and words of the caller.");

    public override IEnumerable<LintFinding> Judge(NginxView view)
    {
        foreach (var line in view.LevelsAndExceptions().SelectMany(level => NginxGates.Of(level.Scope)).Where(gate => gate.Kind == NginxGateKind.Basic).Select(gate => gate.Lines[0]).Distinct())
        {
            var realm = line.Arguments[0].Text;
            if (realm.AsSpan().IndexOfAny('"', '\\') >= 0)
                yield return Found($"{line.Text} has a quote or a backslash in the realm: clients read another challenge, or none.", line);
            else if (NginxVariables.HasCallersWord(realm))
                yield return Found($"{line.Text} repeats what the caller sends: a quote in it breaks the challenge, and a link can make it say anything.", line);
        }
    }
}
