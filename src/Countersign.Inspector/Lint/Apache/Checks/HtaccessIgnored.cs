using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class HtaccessIgnored : ApacheCheck
{
    public override CheckRow Row { get; } = new(
        "apache/htaccess-ignored",
        Severity.Error,
        "An .htaccess that protects nothing",
        "Under AllowOverride None, which Debian and most others set for all folders, httpd does not read such files: what they should protect is open, and no log says so.",
        Of("core, AllowOverride"),
        Fault.Origin,
        "Write AllowOverride AuthConfig for the folder, or, better, move the directives into a Directory block of the server's own files.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server)
    {
        foreach (var place in Once(server, place => place is { IsOpen: true, Beside: not null, Answer.Walk: not null }))
        {
            var unread = place.Answer.Walk!.Unread.FirstOrDefault(each => each.File == place.Beside);
            if (unread.Allowed is { IsNone: true } none)
                yield return Found($"{place.Beside} asks for a user, and the server does not read it: {none.By!.Text}. {place.Address} is open.", [.. place.Signs, none.By]);
            else if (unread.File is null && !place.Answer.Walk.Layers.Any(layer => layer.Beside == place.Beside && layer.Directives.Any(each => ApacheReader.Is(each, "Require"))))
                yield return Found($"{place.Beside} asks for a user, and AllowOverride passes over what it says, without failing. {place.Address} is open.", [.. place.Signs]);
        }
    }
}
