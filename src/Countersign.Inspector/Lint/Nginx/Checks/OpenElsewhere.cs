using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class OpenElsewhere : NginxCheck
{
    public override CheckRow Row { get; } = By(
        "open-elsewhere",
        Severity.Error,
        "What asks for credentials at one port is open at another",
        "Servers of the same name at different ports have nothing in common: each must ask for itself.",
        "nginx, server_name and listen",
        "Let the other server send people here (return 301), or ask in it as well.");

    public override IEnumerable<LintFinding> Judge(NginxView view)
    {
        var byName = view.Servers.SelectMany(server => server.Names.Where(name => name is not ("_" or "")).Distinct().Select(name => (Name: name, Server: server))).ToLookup(each => each.Name, each => each.Server, StringComparer.OrdinalIgnoreCase);
        foreach (var server in view.Servers)
        {
            var others = server.Names.SelectMany(name => byName[name]).Distinct().Where(other => other != server && IsApart(server, other)).Take(8).ToList();
            if (others.Count == 0)
                continue;
            foreach (var level in view.LevelsOf(server).Where(level => level.Location is null or { IsPrefix: true } or { Kind: NginxLocationKind.Exact } && NginxGates.AsksForCredentials(level.Scope)))
            {
                if (!NginxGates.AsksForCredentials(level.Scope))
                    continue;
                foreach (var other in others)
                {
                    if (view.Ask(other, level.Path) is { Access: Access.Open } answer && IsSame(level, answer, other))
                        yield return Found($"{level.Path} asks for credentials at {Where(server)}, and is open at {Where(other)}.", answer.Location?.Block ?? other.Scope.Block, other.Listens[0].Directive, NginxGates.Of(level.Scope).First(gate => gate.Kind != NginxGateKind.Addresses).Lines[0]);
                }
            }
        }
    }

    private static bool IsApart(NginxServer one, NginxServer other)
    {
        one.Scope.Judging.Count(one.Listens.Count * other.Listens.Count);
        return other.Listens.Any(listen => !listen.IsLocal) && !one.Listens.Any(listen => other.Listens.Any(another => another.Port == listen.Port && another.Address == listen.Address));
    }

    private static string Where(NginxServer server) => server.Listens[0].Directive?.Text ?? "port 80";

    // The same files, or the same program behind it.
    private static bool IsSame(NginxLevel level, NginxAnswer answer, NginxServer other)
    {
        var pass = level.Location?.Pass;
        if (pass is not null || answer.IsPassedOn)
            return pass is not null && answer.IsPassedOn && answer.Location?.Pass is { } there && there.Name == pass.Name && there.Arguments.FirstOrDefault()?.Text == pass.Arguments.FirstOrDefault()?.Text;
        return answer.IsFile && NginxPaths.FileOf(level.Path, level.Scope, out _) is { } file && file == NginxPaths.FileOf(level.Path, answer.Location?.Scope ?? other.Scope, out _);
    }
}
