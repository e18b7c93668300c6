using System.Collections.Immutable;
using System.Globalization;
using Countersign.Decisions;
using Countersign.Inspector.Findings;

namespace Countersign.Lab.Simulator.Endpoints.Status;

/// <summary>Any status, with the fields that belong to it.</summary>
internal sealed class StatusEndpoint : SimulatedEndpoint
{
    public override string Path => "/status/{codes}";

    public override SimulatorGroup Group => SimulatorGroup.Status;

    public override string Story =>
        "Answers with a status, or with one of several by their weights: /status/401, /status/200:9,503:1. What a status has to carry comes along: a challenge with 401 and 407, Allow with 405, Location with 3xx, Content-Range with 206 and 416, Retry-After with 429 and 503 (RFC 9110 §15).";

    public override ImmutableArray<SimulatedVisit> Visits => [SimulatedVisit.Of("/status/401"), SimulatedVisit.Of("/status/200"), SimulatedVisit.Of("/status/503")];

    public override ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel) => ValueTask.FromResult(Answer(request));

    private static SimulatedAnswer Answer(SimulatedRequest request)
    {
        if (StatusWeights.Read(request.Route("codes")!) is not { } weights)
            return new(400) { Diagnosis = new("statuses from 200 to 599 with commas between them, each with a weight behind a colon if it has one", "something else") };
        var status = weights.Pick(weights.IsSingle ? 0 : request.Chance("status", request.Client.Next(request.Place)));
        var answer = new SimulatedAnswer(status) { Diagnosis = DiagnosisOf(status) };
        switch (status)
        {
            case 206:
                answer.Content = DiagnosisJson.Octets(request, status, answer.Diagnosis!);
                answer.MediaType = "application/json";
                answer.Add("Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes 0-{answer.Content.Length - 1}/{answer.Content.Length}"));
                break;
            case 416:
                answer.Add("Content-Range", "bytes */0");
                break;
            case 401:
                answer.Add("WWW-Authenticate", "Basic realm=\"Simulator\", charset=\"UTF-8\"");
                answer.Add("Cache-Control", "no-store");
                break;
            case 407:
                answer.Add("Proxy-Authenticate", "Basic realm=\"Simulator\", charset=\"UTF-8\"");
                answer.Add("Cache-Control", "no-store");
                break;
            case 405:
                answer.Add("Allow", "");
                break;
            case 426:
                answer.Add("Upgrade", "HTTP/2.0");
                answer.Add("Connection", "Upgrade");
                break;
            case 429 or 503:
                answer.Add("Retry-After", "1");
                break;
            case >= 300 and < 400 and not 304:
                answer.Add("Location", "/status/200");
                break;
        }

        return answer;
    }

    private static Diagnosis DiagnosisOf(int status) => status switch
    {
        401 => new("nothing: whatever comes is answered with 401", "a request") { Refusal = Refusal.CredentialsMissing, Fix = [new(RequestChangeKind.SetUrl, "/basic-auth/anna/secret")] },
        _ => new(string.Create(CultureInfo.InvariantCulture, $"nothing: whatever comes is answered with {status}"), "a request"),
    };
}
