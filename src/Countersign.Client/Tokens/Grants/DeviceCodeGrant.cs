using System.Collections.Immutable;
using Countersign.Client.Failures;
using Countersign.Tokens;

namespace Countersign.Client.Tokens.Grants;

/// <summary>A person signs in on another device (RFC 8628): for programs without a browser. Use it as <see cref="RefreshTokenGrant.SignIn"/>, so that it is asked for once.</summary>
/// <param name="endpoint">Where tokens are given.</param>
/// <param name="authorizationEndpoint">Where codes are given.</param>
/// <param name="show">Shows the person the code.</param>
public sealed class DeviceCodeGrant(TokenEndpoint endpoint, Uri authorizationEndpoint, Func<DeviceCode, CancellationToken, Task> show) : TokenGrant
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(5); // RFC 8628 §3.2
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromMinutes(30);

    private readonly SignInBudget _signIns = new();
    private readonly Uri _authorizationEndpoint = BackChannel.IsAllowed(authorizationEndpoint)
        ? authorizationEndpoint
        : throw new ArgumentException("A device authorization endpoint is an https address without user and fragment; http only on this machine.", nameof(authorizationEndpoint));

    /// <summary>The scopes of requests that name none, separated by spaces.</summary>
    public string Scope { get; init; } = "";

    /// <summary>The resources of requests that name none (RFC 8707).</summary>
    public ImmutableArray<Uri> Resources { get; init; } = [];

    /// <inheritdoc/>
    protected internal override TimeSpan Patience => LongestLifetime;

    /// <inheritdoc/>
    public override async Task<GrantOutcome> RequestAsync(TokenRequest request, AccessToken? rejected, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_signIns.WhyNot(request, endpoint.Clock) is { } tooOften)
            return tooOften;
        var answer = await endpoint.PostAsync(_authorizationEndpoint, [.. TokenForm.For(request, Scope, Resources)], cancel);
        var said = answer is { IsSuccess: true, Octets: { } octets } ? DeviceAuthorizationAnswer.Read(octets) : null;
        if (said is not { DeviceCode: { } code } || CodeOf(said) is not { } shown)
        {
            var error = answer is { Octets: { } no, IsSuccess: false } && TokenAnswer.Read(no, out _)?.Error is { Length: < 64 } word && word.All(each => each is > ' ' and <= '~') ? $" ({word})" : "";
            return GrantOutcome.Of(new Failure(FailureReason.TokenUnavailable, $"{TokenEndpoint.Shown(_authorizationEndpoint)} gives no code for a person to enter{error}.") { Cause = answer.Cause }, RetryRule.BackOff);
        }

        await show(shown, cancel);
        return await PollAsync([new("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), new("device_code", code.Reveal()), .. ForWhat(request)], said.Interval is { Ticks: > 0 } interval ? interval : ShortestInterval, shown.Lifetime, cancel);
    }

    private static DeviceCode? CodeOf(DeviceAuthorizationAnswer said)
    {
        if (said.UserCode is not { Length: > 0 and <= 64 } code || code.Any(each => each is < ' ' or > '~') || AddressOf(said.VerificationUri) is not { } address)
            return null;
        var lifetime = said.ExpiresIn is { } time && time < LongestLifetime ? time : LongestLifetime;
        return new(code, address, lifetime) { VerificationUriComplete = AddressOf(said.VerificationUriComplete) };
    }

    // What a person is led to, and perhaps a program opens, is a page (CVE-2025-6514).
    private static Uri? AddressOf(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && BackChannel.IsAllowed(address) ? address : null;

    // The server need not remember the resource from the first question (RFC 8707 §2.2).
    private IEnumerable<KeyValuePair<string, string>> ForWhat(TokenRequest request) => TokenForm.For(request with { Scope = "" }, "", Resources);

    private async Task<GrantOutcome> PollAsync(ImmutableArray<KeyValuePair<string, string>> form, TimeSpan interval, TimeSpan lifetime, CancellationToken cancel)
    {
        var began = endpoint.Clock.GetTimestamp();
        while (endpoint.Clock.GetElapsedTime(began) + interval < lifetime)
        {
            await Task.Delay(interval, endpoint.Clock, cancel);
            var answer = await endpoint.AskAsync(form, cancel);
            if (answer.Error is "slow_down")
                interval += ShortestInterval;
            else if (answer.Token is null && answer.Retry == RetryRule.BackOff)
                interval = interval * 2 < LongestInterval ? interval * 2 : LongestInterval; // RFC 8628 §3.5
            else if (answer.Error is "expired_token")
                break;
            else if (answer.Error is "access_denied")
                return GrantOutcome.Of(new Failure(FailureReason.SignInNeeded, "The person declined."), RetryRule.Slowly);
            else if (answer.Error is not "authorization_pending")
                return answer.Outcome;
        }

        return GrantOutcome.Of(new Failure(FailureReason.SignInNeeded, "The code was not entered in time."), RetryRule.AtOnce);
    }
}
