using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class UserFileRelative : ApacheCheck
{
    public override CheckRow Row { get; } = new(
        "apache/user-file-relative",
        Severity.Error,
        "A file of users that is looked for elsewhere",
        "A relative name is looked for below ServerRoot, such as /etc/apache2, and not beside the .htaccess: whoever sends credentials is answered 500.",
        Of("mod_authn_file, AuthUserFile"),
        Fault.Origin,
        "Write the name of the file from the root, such as /etc/apache2/users.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server)
    {
        foreach (var named in server.Places.Where(place => place.Beside is not null).SelectMany(place => server.Deep(place.Directives)).Where(each => ApacheReader.Is(each, "AuthUserFile") || ApacheReader.Is(each, "AuthGroupFile")).Distinct())
        {
            var name = ApacheAccess.TextOf(named);
            if (name.Length > 1 && name[0] is not ('/' or '$') && name[1] != ':' && (server.IsBeside || server.Files.Exists(server.Reader.Full(name)) != true))
                yield return Found($"{named.Text} is looked for below ServerRoot{(server.IsBeside ? "" : $", as {server.Reader.Full(name)}")}, and not beside {named.Place.File}.", named);
        }
    }
}
