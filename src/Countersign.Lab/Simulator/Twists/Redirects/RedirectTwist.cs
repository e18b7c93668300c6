using System.Collections.Immutable;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Twists.Challenges;
using Microsoft.AspNetCore.WebUtilities;

namespace Countersign.Lab.Simulator.Twists.Redirects;

/// <summary>Sends clients elsewhere.</summary>
internal sealed class RedirectTwist : Twist
{
    private const string Loopback = "127.0.0.1";
    private const string Localhost = "localhost";

    public override string Name => "redirect";

    public override SimulatorGroup Group => SimulatorGroup.StatusChoice;

    public override string Story => "Sends clients to another address, by 302 or 307 (RFC 9110 §15.4). To a page to sign in: see instead.";

    public override ImmutableArray<TwistValue> Values =>
    [
        new("loop", "Refusals lead back to where they come from.", "flow/redirect-loop", "transport/endless-redirects") { Times = 3 },
        new("userinfo", "Refusals lead to the same address with name and password in it (RFC 9110 §4.2.4).", "transport/userinfo"),
        new("other-origin", "Everybody is sent to the same address under another name of this machine, where clients rightly leave the credentials behind (RFC 9110 §15.4).", "transport/credentials-dropped")
        {
            Authorization = LoginParameters.Basic,
            Then = [SimulatedCall.Get("/sim/401/basic") with { Host = Localhost }],
        },
        new("private", "Refusals lead to an address of a private network.", "transport/private-redirect") { Host = "shop.example" },
    ];

    public override void Apply(SimulatedAnswer answer, Judged judged, string value)
    {
        var request = judged.Request.Context.Request;
        if (value == "other-origin")
        {
            Send(answer, 307, $"{request.Scheme}://{(request.Host.Host == Localhost ? Loopback : Localhost)}{PortOf(judged)}{Without(judged)}");
            return;
        }

        if (judged.Decision.IsAdmitted)
            return;
        Send(answer, 302, value switch
        {
            "loop" => judged.Request.Place,
            "userinfo" => $"{request.Scheme}://anna:secret@{request.Host.Value}{Without(judged)}",
            _ => $"{request.Scheme}://10.4.0.17:8443{request.Path}",
        });
    }

    private static void Send(SimulatedAnswer answer, int status, string location)
    {
        answer.Status = status;
        answer.Remove(ChallengeText.Field);
        answer.Set("Location", location);
    }

    private static string PortOf(Judged judged) => judged.Request.Context.Request.Host.Port is { } port ? $":{port}" : "";

    // The same place without this twist, which would send on from there as well.
    private static string Without(Judged judged)
    {
        var request = judged.Request.Context.Request;
        return QueryHelpers.AddQueryString(request.Path, request.Query.Where(each => each.Key != "redirect"));
    }
}
