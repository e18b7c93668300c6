using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class OtherHostOpen : ApacheCheck
{
    public override CheckRow Row { get; } = new(
        "apache/other-host-open",
        Severity.Error,
        "The same files without credentials on another virtual host",
        "What stands in a VirtualHost counts for it alone. Another one with the same files, mostly the one for port 80, hands them out.",
        Of("core, VirtualHost"),
        Fault.Origin,
        "Write the block outside the virtual hosts or in each of them, or send the other host's requests to this one by Redirect.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server)
    {
        foreach (var place in Once(server, place => place is { Section: not null, Answer.Decision.Access: Access.Challenged } && place.Host.Own.Contains(place.Section)))
        {
            foreach (var other in server.Hosts.Where(host => host != place.Host && MayBeSame(server, host, place)))
            {
                var answer = server.Ask(other, place.Answer.Request.Path);
                if (answer.Decision.Access != Access.Open || !IsSame(answer, place.Answer))
                    continue;
                yield return Found($"{NameOf(place)} protects {place.Address} on {place.Host} alone: on {other} the same {(answer.Translation.Target is null ? "files are" : "application is")} open.", [place.Section, other.Block, .. place.Signs]);
                break;
            }
        }
    }

    private static bool MayBeSame(ApacheServer server, ApacheHost host, ProtectedPlace place)
    {
        server.Judging.Count(1 + host.Own.Length);
        return place.Answer.Translation.Target is { } target ? host.Own.Any(each => each.Text.Contains(target, StringComparison.Ordinal) || each.Descendants().Any(inner => inner.Text.Contains(target, StringComparison.Ordinal)))
            : place.Answer.Request.File is not null && (host.DocumentRoot == place.Host.DocumentRoot || place.Answer.Translation.By is { } by && host.Own.Any(each => each.Text == by.Text));
    }

    private static bool IsSame(ApacheAnswer one, ApacheAnswer other) => one.Translation.Target is { } target ? target == other.Translation.Target : one.Request.File is not null && one.Request.File == other.Request.File;
}
