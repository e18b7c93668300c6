using Countersign.AspNetCore.Admission;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Explaining;

namespace Countersign.Gateway.Hosting;

/// <summary>
/// Judges and answers imagined requests until the runtime has compiled for speed what real ones need: a gateway serves at once and calls itself ready
/// after that (CONTRACT 28). They bring no credentials and leave no row, no line and no count.
/// </summary>
internal sealed class WarmUp(RequestJudge judge, GatewayRuntime runtime)
{
    private const int MostRoutes = 16;

    // What ran thirty times is compiled anew, first to learn how it is used and then for good, each time a moment later.
    private const int Stages = 3;
    private const int Rounds = 32;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(150);

    public async Task RunAsync(CancellationToken cancel)
    {
        var answers = new AnswerWriter();
        var requests = runtime.State.Routes.Routes.Take(MostRoutes).Select(route => Sample(route.Configuration.Match)).ToArray();
        for (var stage = 0; stage < Stages; stage++)
        {
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var request in requests)
                {
                    cancel.ThrowIfCancellationRequested();
                    var context = ImaginedRequest.Of(request);
                    var judgement = await judge.JudgeAsync(context, runtime.State);
                    if (!judgement.Decision.IsAdmitted)
                        answers.Write(context, RefusalReporter.Describe(context, judgement.Judged, ReferenceIds.Next()));
                }
            }

            await Task.Delay(Moment, cancel);
        }
    }

    /// <summary>A request that the route takes, if none before it does.</summary>
    private static DryRunRequest Sample(MatchConfiguration match) => new(
        match.Methods.IsEmpty ? "GET" : match.Methods[0],
        "https",
        match.Host == "*" ? "localhost" : match.Host.Replace("*.", "any.", StringComparison.Ordinal),
        RequestSample.PathsOf(match.Path).First(),
        []);
}
