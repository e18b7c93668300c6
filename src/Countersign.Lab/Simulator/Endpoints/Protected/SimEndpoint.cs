using System.Collections.Immutable;
using System.Globalization;
using Countersign.Lab.Simulator.Clients;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Proxies;
using Countersign.Lab.Simulator.Twists;

namespace Countersign.Lab.Simulator.Endpoints.Protected;

/// <summary>A protected place with whatever twists are asked for.</summary>
internal sealed class SimEndpoint : SimulatedEndpoint
{
    public override string Path => "/sim/{status:int}/{schemes}";

    public override SimulatorGroup Group => SimulatorGroup.Challenge;

    public override string Story =>
        "A place that lets in by one of some schemes, and answers others with a status: /sim/401/basic, /sim/401/digest,basic?algorithm=SHA-256,MD5. Without twists it does what the specifications say; each twist in the query has it do one thing otherwise, and they work together: /sim/401/basic?challenge=absent&after=3&seed=7. With 407 it asks as proxies do, by Proxy-Authenticate, and takes Proxy-Authorization (RFC 9110 §11.7).";

    public override ImmutableArray<SimulatorParameter> Parameters =>
    [
        .. SchemeKinds.All.SelectMany(kind => kind.Parameters).DistinctBy(parameter => parameter.Name),
        .. TwistCatalogue.All.Select(twist => new SimulatorParameter(twist.Name, twist.Story)),
        new("seed", "Where chance comes from: the same seed gives the same answers."),
        new(SimulatorClients.Parameter, "Whose state it is; without it that of the client's address."),
    ];

    public override ImmutableArray<SimulatedVisit> Visits =>
    [
        SimulatedVisit.Of("/sim/401/basic"),
        SimulatedVisit.Of("/sim/401/digest"),
        SimulatedVisit.Of("/sim/401/digest,basic?algorithm=SHA-256,MD5", "challenge/basic-beside-stronger"),
        Visit("/sim/401/basic?user=J%C3%BCrgen", "J\u00fcrgen:secret"),
        Visit("/sim/401/basic?user=an%3Ana", "an:na:secret") with { Provokes = ["credentials/basic-colons"] },
        SimulatedVisit.Of("/sim/403/basic", "challenge/beyond-401"),
        SimulatedVisit.Of("/sim/407/basic", "status/proxy-status-from-origin"),
        new(SimulatedCall.Get("/sim/407/basic").With("Proxy-Authorization", LoginParameters.Basic)),
        new(SimulatedCall.Get("/sim/401/basic?instead=open-head"), new("HEAD", "/sim/401/basic?instead=open-head")) { Provokes = ["status/head-differs"] },
        new(Good("/sim/401/basic?instead=permission"), SimulatedCall.Get("/sim/401/basic"), Good("/sim/401/basic")) { Provokes = ["status/unauthorized-for-permission"] },
        new(SimulatedCall.Get("/sim/401/basic").With("X-Requested-With", "XMLHttpRequest")) { Provokes = ["cors/dialog-for-script"] },
        new(new SimulatedCall("OPTIONS", "/sim/401/basic").With("Origin", "https://shop.example").With("Access-Control-Request-Method", "GET")) { Provokes = ["cors/preflight-refused"] },
        Visit("/sim/401/basic", "anna:secret\n") with { Provokes = ["credentials/trailing-whitespace"] },
    ];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel)
    {
        if (!int.TryParse(request.Route("status"), NumberStyles.None, CultureInfo.InvariantCulture, out var status) || status is < 200 or > 599)
            return Unknown("a status from 200 to 599", "another one");
        if (SchemeKinds.Find(request.Route("schemes")!) is not { } kinds)
            return Unknown($"schemes of {string.Join(", ", SchemeKinds.All.Select(kind => kind.Name))}, with commas between them", "another one");
        if (TwistReading.Read(request, kinds, out var fault) is not { } twists)
            return Unknown("parameters that are known", fault);
        if (status == 407)
            request = request.ForProxy();
        request.Twists = twists;
        if (kinds.Select(kind => kind.FaultOf(request)).FirstOrDefault(wrong => wrong is not null) is { } wrong)
            return Unknown("parameters with a meaning", wrong);
        var place = new ProtectedPlace(kinds);
        var judged = await place.JudgeAsync(request, cancel);
        foreach (var (twist, value) in twists)
        {
            if (judged.Decision.IsAdmitted && twist.Refuses(judged, value))
                judged = place.Worn(judged, twist.Reason(value));
        }

        var answer = place.Answer(judged);
        if (!judged.Decision.IsAdmitted && answer.Status == 401)
            answer.Status = status;
        foreach (var (twist, value) in twists)
            Apply(twist, value, answer, judged);
        if (status == 407)
            ProxyFields.Rename(answer);
        return answer;
    }

    private static SimulatedCall Good(string target) => SimulatedCall.Get(target).With("Authorization", LoginParameters.Basic);

    private static SimulatedVisit Visit(string target, string login) => new(SimulatedCall.Get(target).With("Authorization", LoginParameters.BasicOf(login)));

    private static void Apply(Twist twist, string value, SimulatedAnswer answer, Judged judged)
    {
        twist.Apply(answer, judged, value);
        if (answer.Diagnosis is not { } diagnosis)
            return;
        var row = twist.Values.FirstOrDefault(each => each.Value == value);
        answer.Diagnosis = diagnosis with
        {
            Wrong = diagnosis.Wrong.Add($"{twist.Name}={value}: {row?.Story ?? twist.Story}"),
            Checks = [.. diagnosis.Checks.Union(row?.Provokes ?? [], StringComparer.Ordinal)],
        };
    }

    private static SimulatedAnswer Unknown(string expected, string received) => new(400) { Diagnosis = new(expected, received) };
}
