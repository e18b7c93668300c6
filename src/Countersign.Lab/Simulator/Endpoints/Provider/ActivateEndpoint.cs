using System.Collections.Immutable;
using System.Net;
using Countersign.Lab.Simulator.Provider;
using Countersign.Lab.Simulator.Provider.Tokens;

namespace Countersign.Lab.Simulator.Endpoints.Provider;

/// <summary>Where people agree to what a device asks for.</summary>
internal sealed class ActivateEndpoint : SimulatedEndpoint
{
    public override string Path => "/idp/activate";

    public override SimulatorGroup Group => SimulatorGroup.Tokens;

    public override string Story => "Where people enter the code that their device shows, and agree (RFC 8628 §3.3). Programs add &auto=1.";

    public override ImmutableArray<string> Methods => ["GET", "HEAD", "POST"];

    public override ImmutableArray<SimulatorParameter> Parameters => [new("user_code", "The code that the device shows."), new("auto", "1 agrees at once.")];

    public override ImmutableArray<SimulatedVisit> Visits => [SimulatedVisit.Of(Path)];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel)
    {
        var form = request.Method == "POST" ? await ProviderForm.OfContentAsync(request, cancel) : null;
        var code = (form?["user_code"] ?? request.Query("user_code")) ?? "";
        if (form is null && request.Query("auto") is null)
            return ProviderAnswers.Page("Connect a device", Ask(code));
        if (request.State.Provider.Devices.First(each => !each.IsAnswered && each.IsShown(code)) is not { } device || device.Ends <= request.Now)
            return ProviderAnswers.Page("Connect a device", $"<p>No device shows this code.</p>{Ask("")}", 400);
        if (form?["do"] == "deny")
            device.IsRefused = true;
        else
            device.AgreedBy = form?["user"] ?? new TokenWish().Subject;
        return ProviderAnswers.Page("Connect a device", device.IsRefused ? "<p>The device was refused.</p>" : "<p>The device is connected. You can go back to it.</p>");
    }

    private static string Ask(string code) => $"""
        <form method="post" action="/idp/activate">
        <p><label>Code <input name="user_code" value="{WebUtility.HtmlEncode(code)}" autocomplete="off"></label></p>
        <p><label>Name <input name="user" value="{new TokenWish().Subject}" autocomplete="username"></label></p>
        <p><button name="do" value="allow">Connect</button> <button name="do" value="deny">Refuse</button></p>
        </form>
        """;
}
