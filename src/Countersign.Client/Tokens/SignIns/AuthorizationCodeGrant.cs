using System.Collections.Concurrent;
using Countersign.Client.Discovery;
using Countersign.Client.Failures;
using Countersign.Client.Tokens.Grants;
using Countersign.Client.Tokens.Stores;
using Countersign.Tokens;

namespace Countersign.Client.Tokens.SignIns;

/// <summary>
/// A person signs in at an authorization server that was found (RFC 6749 §4.1 with RFC 7636, RFC 8252, RFC 9207). From then on refresh tokens serve; when they
/// count no more, the person signs in again.
/// </summary>
public sealed class AuthorizationCodeGrant : TokenGrant
{
    private const int MaxFamilies = 256;

    private readonly AuthorizationServer _server;
    private readonly AuthorizationCodeOptions _options;
    private readonly ClientRegistrar _registrar;
    private readonly ITokenStore _store;
    private readonly ConcurrentDictionary<(string, Uri?, ClientAuthentication), RefreshTokenGrant> _families = new();

    /// <summary>Asks nothing yet.</summary>
    /// <param name="server">The server.</param>
    /// <param name="options">How.</param>
    public AuthorizationCodeGrant(AuthorizationServer server, AuthorizationCodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(options);
        (_server, _options, _store) = (server, options, options.Store ?? new MemoryTokenStore());
        _registrar = new(server, options, _store);
    }

    /// <inheritdoc/>
    protected internal override TimeSpan Patience => base.Patience + _options.Patience + base.Patience;

    /// <inheritdoc/>
    protected internal override bool IsCostly => true;

    /// <inheritdoc/>
    protected internal override Task SettleAsync() => Task.WhenAll(_families.Values.Select(family => family.SettleAsync()));

    /// <inheritdoc/>
    public override async Task<GrantOutcome> RequestAsync(TokenRequest request, AccessToken? rejected, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (WhyNot() is { } failure)
            return GrantOutcome.Of(failure, RetryRule.Slowly);

        // Until somebody has signed in, the client need not be known to the server. One that the server knows no more has no refresh tokens.
        for (var isAgain = false; await _registrar.RecallAsync(cancel) is { } client; isAgain = true)
        {
            var outcome = await FamilyOf(request, client).RequestAsync(request, rejected, cancel);
            if (outcome.Token is not null || isAgain || !_registrar.IsDisowned(client))
                return outcome;
        }

        return await FirstAsync(request, cancel);
    }

    private Failure? WhyNot()
    {
        if (_server.Metadata.AuthorizationEndpoint is null)
            return new(FailureReason.DiscoveryFailed, $"{_server.Issuer} has no authorization_endpoint.");
        var hasPkce = _options.AssumePkce || _server.IsAssumed || _server.Metadata.CodeChallengeMethods is { } methods && methods.Contains("S256");
        return hasPkce ? null : new(FailureReason.PkceNotSupported, $"{_server.Issuer} names {(_server.Metadata.CodeChallengeMethods is null ? "no code_challenge_methods_supported" : "others")}.");
    }

    // A wider scope is another sign-in, and has refresh tokens of its own: those at hand can't be widened (RFC 6749 §6).
    private RefreshTokenGrant FamilyOf(TokenRequest request, ClientAuthentication client)
    {
        if (_families.Count >= MaxFamilies)
            _families.Clear();
        return _families.GetOrAdd((request.Scope, request.Resource, client), key => new(
            _server.TokenEndpointFor(key.Item3), _store, NameOf(request))
        {
            SignIn = new SignIn(this),
            Disowned = () => _registrar.ForgetAsync(key.Item3),
        });
    }

    private string NameOf(TokenRequest request) => $"{_options.StoreName}\n{_server.Issuer}\n{request.Scope}\n{request.Resource?.OriginalString}";

    // Who registers by signing in for the first time keeps what comes of it where refreshing will look for it.
    private async Task<GrantOutcome> FirstAsync(TokenRequest request, CancellationToken cancel)
    {
        var outcome = await SignInAsync(request, cancel);
        if (outcome.Token is not { } token || _registrar.Known is not { } client)
            return outcome;
        await FamilyOf(request, client).KeepAsync(token, request, cancel);
        return outcome;
    }

    private async Task<GrantOutcome> SignInAsync(TokenRequest request, CancellationToken cancel)
    {
        if (_options.UserAgent.Budget.WhyNot(request, _server.Clock) is { } tooOften)
            return tooOften;
        using var late = new CancellationTokenSource(_options.Patience, _server.Clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
        var asked = new CodeRequest();
        var (client, redirectUri, failure) = ((ClientAuthentication?)null, (Uri?)null, (Failure?)null);
        Uri answer;
        try
        {
            answer = await _options.UserAgent.VisitAsync(RequestFor, limit.Token);
        }
        catch (Exception exception) when (!cancel.IsCancellationRequested)
        {
            if (client is not null && late.IsCancellationRequested)
                await _registrar.ForgetUnprovenAsync(client);
            failure ??= late.IsCancellationRequested
                ? new(FailureReason.SignInNeeded, "Nobody signed in in time.")
                : new(FailureReason.SignInNeeded, "The browser could not be opened, or did not come back.") { Cause = exception };
            return GrantOutcome.Of(failure, RetryRule.Slowly);
        }

        var (code, refusal) = AuthorizationAnswer.Read(answer, asked.State, _server);
        if (code is null)
            return GrantOutcome.Of(refusal!, RetryRule.Slowly);
        return await ExchangeAsync(client!, redirectUri!, code, asked.Verifier, request, cancel);

        async Task<Uri> RequestFor(Uri to, CancellationToken token)
        {
            (client, failure) = await _registrar.KnowAsync(to, token);
            if (client is null)
                throw new InvalidOperationException("The client is not known to the server.");
            redirectUri = to;
            return asked.At(new Uri(_server.Metadata.AuthorizationEndpoint!), client.ClientId, to, request, _server.Key?.Thumbprint);
        }
    }

    private async Task<GrantOutcome> ExchangeAsync(ClientAuthentication client, Uri redirectUri, Secret code, Secret verifier, TokenRequest request, CancellationToken cancel)
    {
        var answer = await _server.TokenEndpointFor(client).AskAsync(
            [
                new("grant_type", "authorization_code"),
                new("code", code.Reveal()),
                new("redirect_uri", redirectUri.OriginalString),
                new("code_verifier", verifier.Reveal()),
                .. TokenForm.For(request with { Scope = "" }, "", []),
            ], cancel);
        if (answer.Error is "invalid_client")
            await _registrar.ForgetAsync(client);
        else if (answer.Token is not null)
            _registrar.Prove(client);

        // A code is used once; another one takes another sign-in, and that not at once.
        return answer.Token is null && answer.Retry == RetryRule.Never ? GrantOutcome.Of(answer.Failure!, RetryRule.Slowly) : answer.Outcome;
    }

    private sealed class SignIn(AuthorizationCodeGrant grant) : TokenGrant
    {
        protected internal override TimeSpan Patience => grant._options.Patience;

        public override Task<GrantOutcome> RequestAsync(TokenRequest request, AccessToken? rejected, CancellationToken cancel) => grant.SignInAsync(request, cancel);
    }
}
