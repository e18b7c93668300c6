using System.Collections.Immutable;
using System.Security.Cryptography;
using Countersign.Lab.Simulator.Provider;
using Countersign.Lab.Simulator.Provider.Grants;
using Countersign.Lab.Simulator.Provider.Tokens;

namespace Countersign.Lab.Simulator.Endpoints.Provider;

/// <summary>Where devices begin on which nobody can sign in.</summary>
internal sealed class DeviceEndpoint : SimulatedEndpoint
{
    // No letter that makes words or is taken for another one (RFC 8628 §6.1).
    private const string Letters = "BCDFGHJKLMNPQRSTVWXZ";
    private const int Life = 600;

    public override string Path => "/idp/device";

    public override SimulatorGroup Group => SimulatorGroup.Tokens;

    public override string Story => "Gives a device a code that a person enters elsewhere (RFC 8628 §3.1): at /idp/activate, where programs add &auto=1.";

    public override ImmutableArray<string> Methods => ["POST"];

    public override bool IsForScripts => true;

    public override ImmutableArray<SimulatedVisit> Visits =>
    [
        new(ProviderCalls.Form(Path, "client_id=playground&scope=read"), Token(), SimulatedCall.Get("/idp/activate?user_code={user_code}&auto=1"), Token(), ProviderCalls.WithToken("/sim/401/bearer?scope=read")),
    ];

    public override async ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, CancellationToken cancel)
    {
        var (ask, answer) = await ClientAsk.ReadAsync(request, cancel);
        if (ask is null)
            return answer!;
        if (ask.HasForeignResource)
            return ClientAsk.InvalidTarget();
        var plain = new TokenWish { ClientId = ask.Client.Id, Resource = ask.Form["resource"], Refresh = RefreshManner.Rotate };
        if (TokenWishes.Read(ask.Form.Scopes, plain) is not { } wish)
            return ProviderAnswers.Error("invalid_scope", $"A scope that begins with {TokenWishes.ScopePrefix} has no meaning.");
        var (code, typed) = (Handle.Next(), $"{RandomNumberGenerator.GetString(Letters, 4)}-{RandomNumberGenerator.GetString(Letters, 4)}");
        ask.Provider.Devices.Add(code, new(wish, typed, request.Now.AddSeconds(Life)));
        return ProviderAnswers.Json(new()
        {
            ["device_code"] = code,
            ["user_code"] = typed,
            ["verification_uri"] = ask.Place.At("activate"),
            ["verification_uri_complete"] = $"{ask.Place.At("activate")}?user_code={typed}",
            ["expires_in"] = Life,
            ["interval"] = DeviceGrant.Interval,
        });
    }

    private static SimulatedCall Token() => ProviderCalls.Form("/idp/token", "grant_type=urn:ietf:params:oauth:grant-type:device_code&client_id=playground&device_code={device_code}");
}
