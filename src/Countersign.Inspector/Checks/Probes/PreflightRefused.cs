using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Probes;

namespace Countersign.Inspector.Checks.Probes;

internal sealed class PreflightRefused : ProbeCheck
{
    public override CheckRow Row { get; } = new(
        "probes/preflight-refused",
        Severity.Error,
        "The browser's question before the request is refused",
        "A preflight never has credentials: whoever asks it for some refuses every script of every other origin. The script sees a network error, and not the status.",
        new("Fetch, CORS-preflight fetch"),
        Fault.Origin,
        "Answer preflights before authentication, with 204 and the Access-Control fields.");

    protected override bool Wants(Probe probe) => probe.Purpose == ProbePurpose.Preflight;

    protected override IEnumerable<Finding> Judge(ProbeMatrix probes)
    {
        if (probes.All(ProbePurpose.Preflight, ProbeCredentials.None).FirstOrDefault() is not { Exchange: { Status: 401 or 407 or (>= 300 and < 400) } answer } preflight)
            yield break;
        var origin = preflight.Probe.Field("Origin");
        var isMeant = origin != ProbeOptions.NobodysOrigin;
        yield return Found($"A preflight {(isMeant ? $"of {origin}" : "of whatever origin")} is answered {answer.Status}.{(isMeant ? "" : " Whether scripts of other origins are meant to ask, --origin would tell.")}", Seen.Status(answer), Seen.Request(answer, "Access-Control-Request-Method")) with
        {
            Severity = isMeant ? Severity.Error : Severity.Info,
            Certainty = isMeant ? Certainty.Proved : Certainty.NotDecided,
        };
    }
}
