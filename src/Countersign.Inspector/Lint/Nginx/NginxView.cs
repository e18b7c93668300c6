using System.Collections.Frozen;

namespace Countersign.Inspector.Lint.Nginx;

/// <summary>What checks ask of a configuration.</summary>
internal sealed class NginxView(NginxModel model)
{
    private readonly Dictionary<(NginxServer, string, string), NginxAnswer> _answers = [];
    private readonly Dictionary<NginxServer, List<NginxLevel>> _levels = [];
    private IReadOnlyList<(Directive Asked, IReadOnlyList<NginxLevel> Levels, NginxAnswer Answer)>? _questions;

    public NginxModel Model => model;

    public IReadOnlyList<NginxServer> Servers => model.Servers;

    /// <summary>What becomes of a path at a server.</summary>
    public NginxAnswer Ask(NginxServer server, string path, string method = "GET")
    {
        if (!_answers.TryGetValue((server, path, method), out var answer))
            _answers[(server, path, method)] = answer = NginxJudgement.Of(model, server, path, method);
        return answer;
    }

    /// <summary>The levels of a server that requests come to: its locations, and itself where they leave addresses over.</summary>
    public IReadOnlyList<NginxLevel> LevelsOf(NginxServer server)
    {
        if (_levels.TryGetValue(server, out var known))
            return known;
        List<NginxLevel> levels = [.. server.AllLocations.Select(location => new NginxLevel(server, location, location.Scope))];
        if (!server.Locations.Any(location => location.IsPrefix && location.Text == "/"))
            levels.Insert(0, new(server, null, server.Scope));
        return _levels[server] = levels;
    }

    /// <summary>The levels of all servers.</summary>
    public IEnumerable<NginxLevel> Levels() => Servers.SelectMany(LevelsOf);

    /// <summary>The levels of all servers, and those that hold for other methods than the ones that <c>limit_except</c> names.</summary>
    public IEnumerable<NginxLevel> LevelsAndExceptions() =>
        Levels().SelectMany(level => level.Location is null ? [level] : level.Scope.Own("limit_except").Select(block => level with { Scope = new(block, block.Children, level.Scope) }).Prepend(level));

    /// <summary>What every <c>auth_request</c> is answered, with the levels that ask it; not where that depends on what these files do not tell.</summary>
    public IReadOnlyList<(Directive Asked, IReadOnlyList<NginxLevel> Levels, NginxAnswer Answer)> Questions() => _questions ??= [.. FindQuestions()];

    private IEnumerable<(Directive Asked, IReadOnlyList<NginxLevel> Levels, NginxAnswer Answer)> FindQuestions()
    {
        var asking = from level in Levels()
                     from gate in NginxGates.Of(level.Scope)
                     where gate.Kind == NginxGateKind.Asked && gate.Lines[0].Arguments.Length > 0
                     group level by (Asked: gate.Lines[0], level.Server);
        foreach (var levels in asking)
        {
            var conditions = new NginxConditions(FrozenSet<Directive>.Empty);
            var answer = new NginxWalk(model, levels.Key.Server, conditions).Subrequest(RequestFor(levels.First()), levels.Key.Asked.Arguments[0].Text);
            if (conditions.Open.Count == 0)
                yield return (levels.Key.Asked, [.. levels], answer);
        }
    }

    /// <summary>What a 401 of a level becomes by its error page.</summary>
    public NginxAnswer Refused(NginxLevel level) =>
        new NginxWalk(model, level.Server, new(FrozenSet<Directive>.Empty)).Fail(401, Access.Challenged, "", RequestFor(level), level.Scope, level.Location);

    private static NginxRequest RequestFor(NginxLevel level) => new("GET", level.Server.Listens[0].IsTls ? "https" : "http", level.Server.Host, level.Server.Listens[0].Port, level.Path);
}
