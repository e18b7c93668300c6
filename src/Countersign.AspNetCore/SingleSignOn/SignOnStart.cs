using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Countersign.Tokens;

namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>Sends people to a provider.</summary>
internal sealed class SignOnStart(LoginStates states, TimeProvider clock)
{
    /// <summary>Begins a sign-in.</summary>
    /// <param name="provider">At which provider.</param>
    /// <param name="order">For whom, and what for.</param>
    /// <param name="cancel">The browser gave up.</param>
    /// <exception cref="OperationCanceledException">The browser gave up.</exception>
    public async Task<SignOnOutcome> BeginAsync(Provider provider, SignOnOrder order, CancellationToken cancel)
    {
        var options = provider.Options;
        var target = order.Target.Path.Length <= LoginStates.LongestReturn ? order.Target : ReturnTarget.Root;
        var (acr, age) = Demands(options, order.Demand);
        if (options.Kind == ProviderKind.OAuth && order.Demand is not null)
            return SignOnOutcome.Refuse(Refusal.SignOnTooWeak, $"The provider {options.Name} speaks OAuth 2, which tells neither how nor when somebody signed in.", target);
        var places = await provider.PlacesAsync(cancel);
        if (!places.IsKnown)
            return SignOnOutcome.Refuse(Refusal.SignOnUnavailable, places.Failure, target);

        var browser = order.Browser ?? BrowserSecret.New();
        var state = new LoginState(ReferenceIds.Next(), options.Name, browser.Name, target.Path, order.RedirectUri, clock.GetUtcNow().ToUnixTimeSeconds(), acr, age)
        {
            Issuer = options.Identity,
            ForHost = order.ForHost,
            ForBrowser = order.ForBrowser,
        };
        var parameters = AuthorizationRequest.For(options, state, states.Write(state, order.IsAgain), browser);
        if (places.PushedRequests is not { } pushing)
            return SignOnOutcome.GoTo(AuthorizationRequest.Url(places.Authorization, parameters), browser);

        var answer = await provider.PostAsync(pushing, parameters, cancel);
        if (!answer.IsAnswered)
            return SignOnOutcome.Refuse(Refusal.SignOnUnavailable, answer.Failure, target);
        if (!answer.IsGood || RequestUriOf(answer.Octets) is not { } pushed)
            return SignOnOutcome.Refuse(Refusal.SignOnRefused, answer.Report($"the pushed request was not taken ({Word(answer.Octets)})."), target);
        return SignOnOutcome.GoTo(AuthorizationRequest.Url(places.Authorization, [new("client_id", options.Client.ClientId), new("request_uri", pushed)]), browser);
    }

    /// <summary>A route's demands go before the provider's own; of two ages the shorter one counts.</summary>
    private static (ImmutableArray<string> Acr, long? Age) Demands(ProviderOptions options, SignInDemand? demand)
    {
        var acr = demand is { AcrValues.IsEmpty: false } ? demand.AcrValues : options.AcrValues;
        TimeSpan?[] ages = [demand?.MaxAge, options.MaxAge];
        return (acr, ages.Min() is { } age ? (long)age.TotalSeconds : null);
    }

    // RFC 9126 §2.2
    private static string? RequestUriOf(byte[] json) => JwtClaimsReader.ReadAnswer(json, out _) is { } said
        && said.TryGet("request_uri", out var uri) && uri.ValueKind == JsonValueKind.String && uri.GetString() is { Length: > 0 and < 1024 } text ? text : null;

    private static string Word(byte[] octets) => TokenAnswer.Read(octets, out var fault) is { } said
        ? said.Error is { } error ? PeerText.Failure(error) : "no error is named"
        : string.Create(CultureInfo.InvariantCulture, $"no sound answer: {KeySourceAnswer.Words(fault!.Value)}");
}
