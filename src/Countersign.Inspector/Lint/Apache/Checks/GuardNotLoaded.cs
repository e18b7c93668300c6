using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class GuardNotLoaded : ApacheCheck
{
    public override CheckRow Row { get; } = new(
        "apache/guard-not-loaded",
        Severity.Error,
        "Protection that a missing module takes away",
        "What stands in IfModule is passed over without a word where the module is not there: the place is open, where it should rather fail.",
        Of("core, IfModule"),
        Fault.Origin,
        "Remove IfModule around what protects: the server then says at its start what it lacks.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server)
    {
        var there = server.Top.SelectMany(each => each.Descendants().Prepend(each)).Concat(server.Places.Where(place => place.Beside is not null).SelectMany(place => place.Directives));
        foreach (var block in there.Where(each => ApacheReader.Is(each, "<IfModule") && !each.Arguments.IsEmpty && !each.Arguments[0].Text.StartsWith('!') && !server.Reader.Applies(each)))
        {
            var guard = block.Descendants().FirstOrDefault(each => ApacheReader.Is(each, "Require") && AuthorizationWords.NeedsUser([.. each.Arguments.Select(argument => argument.Text)]));
            if (guard is null || IsGuardedOtherwise(server, block))
                continue;
            yield return Found($"{guard.Text} counts only with the module {block.Arguments[0].Text}, which {(server.Reader.Modules.AreKnown ? "is not loaded" : "httpd 2.4 does not have")}: nobody has to sign in.", [guard, block]);
        }
    }

    // The other branch, what stands beside the block, or a block for the same place says who may.
    private static bool IsGuardedOtherwise(ApacheServer server, Directive block)
    {
        var beside = server.Reader.Active(block.Parent is { } parent ? parent.Children : server.Top).ToList();
        var inside = block.Children.Where(each => ApacheSection.Of(each) is not null).Select(each => each.Text).ToList();
        return beside.Any(Guards) || beside.Any(each => inside.Contains(each.Text, StringComparer.OrdinalIgnoreCase) && server.Deep(each.Children).Any(Guards));
    }

    private static bool Guards(Directive each) =>
        ApacheReader.Is(each, "Deny") || each.Name.StartsWith("<Require", StringComparison.OrdinalIgnoreCase) || ApacheReader.Is(each, "Require") && !AuthorizationWords.IsForAll([.. each.Arguments.Select(argument => argument.Text)]);
}
