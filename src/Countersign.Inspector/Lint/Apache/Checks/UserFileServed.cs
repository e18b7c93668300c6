using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class UserFileServed : ApacheCheck
{
    private static readonly string[] Names = ["AuthUserFile", "AuthGroupFile"];

    public override CheckRow Row { get; } = new(
        "apache/user-file-served",
        Severity.Error,
        "The file of users can be downloaded",
        "Whoever has the hashes can guess passwords as fast as a machine can.",
        Of("mod_authn_file, AuthUserFile"),
        Fault.Origin,
        "Move the file out of all that is served.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server)
    {
        foreach (var named in server.All.Concat(server.Places.Where(place => place.Beside is not null).SelectMany(place => place.Directives)).Where(each => Names.Contains(each.Name, StringComparer.OrdinalIgnoreCase)).DistinctBy(ApacheAccess.TextOf))
        {
            var file = server.Reader.Full(ApacheAccess.TextOf(named));
            var slash = file.LastIndexOf('/');
            if (slash <= 0 || server.IsBeside)
                continue;
            var answers = server.Answering.SelectMany(host => ApacheTranslation.AddressesOf(host, file[..slash]).Select(address => (Host: host, Answer: server.Ask(host, address + file[(slash + 1)..])))).Where(each => each.Answer.Request.File == file).ToList();
            if (answers.Find(each => each.Answer.Decision.Access == Access.Open) is { Host: not null } open)
                yield return Found($"{file} is served to anybody at {open.Host.Address(open.Answer.Request.Path)}.", named);
            else if (answers.Find(each => each.Answer.Decision.Access == Access.Challenged) is { Host: not null } asked)
                yield return Found($"{file} is served at {asked.Host.Address(asked.Answer.Request.Path)} to all who may sign in.", named) with { Severity = Severity.Warning };
        }
    }
}
