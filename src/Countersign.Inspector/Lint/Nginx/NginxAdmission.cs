namespace Countersign.Inspector.Lint.Nginx;

/// <summary>Puts the answers of all gates together, as <c>satisfy</c> says.</summary>
internal sealed class NginxAdmission(NginxWalk walk, NginxRequest request)
{
    /// <summary>What ends the request there: its status, 0 where nobody here can say which; null where it gets in.</summary>
    public (int Status, string Reason)? Judge(NginxScope scope)
    {
        var isAny = NginxGates.IsAnyEnough(scope);
        (int Status, string Reason)? refused = null;
        (int Status, string Reason)? undecided = null;
        foreach (var gate in NginxGates.Of(scope))
        {
            var (status, reason) = Ask(gate, scope);
            if (status is not { } said)
                continue;
            if (isAny)
                request.Note(scope.Effective("satisfy"));
            foreach (var line in gate.Kind == NginxGateKind.Addresses ? [NginxGates.RuleForStrangers(gate.Lines)!] : gate.Lines)
                request.Note(line);
            if (said == 200 && isAny)
                return null;
            if (said == 0)
                undecided ??= (0, reason);
            else if (said != 200 && (!isAny || said >= 500))
                return (said, reason);
            else if (said == 401 ? refused is not { Status: 401 } : said != 200 && refused is null)
                refused = (said, reason);
        }

        return undecided ?? refused;
    }

    // 200 is yes, null has no opinion, 0 is not to be known.
    private (int? Status, string Reason) Ask(NginxGate gate, NginxScope scope) => gate.Kind switch
    {
        NginxGateKind.Addresses => NginxGates.RuleForStrangers(gate.Lines) switch
        {
            null => (null, ""),
            { Name: "allow" } => (200, ""),
            var rule => (403, $"{rule.Text} refuses the address"),
        },
        NginxGateKind.Basic => walk.Variables.Expand(gate.Lines[0].Arguments[0].Text, request, scope) switch
        {
            null => (0, $"whether {gate.Lines[0].Text} asks for a password depends on the request"),
            "off" => (null, ""),
            _ => (401, $"{gate.Lines[0].Text} asks for a password"),
        },
        NginxGateKind.Asked => AskOther(gate.Lines[0]),
        _ => (0, $"{gate.Lines[0].Text} decides, and is no part of nginx"),
    };

    private (int? Status, string Reason) AskOther(Directive asked)
    {
        if (request.UriChanges <= 0 || asked.Arguments is not [{ Text: var uri }, ..])
            return (500, $"{asked.Text} comes back to itself");
        var answer = walk.Subrequest(request, uri);
        return answer.Status switch
        {
            null => (0, $"{asked.Text} asks a program that these files know nothing of"),
            >= 200 and < 300 => (200, ""),
            401 or 403 => (answer.Status, $"{asked.Text} is answered {answer.Status}"),
            _ => (500, $"{asked.Text} is answered {answer.Status}, which is neither yes nor no"),
        };
    }
}
