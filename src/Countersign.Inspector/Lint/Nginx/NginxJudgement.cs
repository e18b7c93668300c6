using System.Collections.Frozen;

namespace Countersign.Inspector.Lint.Nginx;

/// <summary>What becomes of a request whatever can't be known of it: where that would change the answer, the answer says so.</summary>
internal static class NginxJudgement
{
    private const int MaxConditions = 6;

    /// <summary>What one server makes of a request.</summary>
    public static NginxAnswer Of(NginxModel model, NginxServer server, Func<NginxRequest> request)
    {
        var conditions = new NginxConditions(FrozenSet<Directive>.Empty);
        var answer = new NginxWalk(model, server, conditions).Begin(request());
        foreach (var open in conditions.Open.Take(MaxConditions))
        {
            var other = new NginxWalk(model, server, new(new HashSet<Directive> { open })).Begin(request());
            if (other.Access != answer.Access)
                return new(Access.NotDecided, $"{answer.Reason}; unless \"{open.Text}\" is met, which only the request or the server's files tell: then {other.Reason}", null) { Location = answer.Location, Trace = [.. answer.Trace, .. other.Trace.Except(answer.Trace)] };
            if (other.Status != answer.Status || other.IsPassedOn != answer.IsPassedOn)
                answer = answer with { Status = null };
        }

        return answer;
    }

    /// <summary>What one server makes of an address.</summary>
    /// <param name="model">The configuration.</param>
    /// <param name="server">The server.</param>
    /// <param name="path">The path.</param>
    /// <param name="method">The method.</param>
    public static NginxAnswer Of(NginxModel model, NginxServer server, string path, string method = "GET")
    {
        var listen = server.Listens.FirstOrDefault(each => each.IsTls) ?? server.Listens[0];
        return Of(model, server, () => new(method, listen.IsTls ? "https" : "http", server.Host, Math.Max(listen.Port, 0), path));
    }
}
