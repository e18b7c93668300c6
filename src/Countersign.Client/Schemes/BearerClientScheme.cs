using System.Net;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Client.Tokens;
using Countersign.Wire;

namespace Countersign.Client.Schemes;

/// <summary>An access token (RFC 6750): sent with every request to its origin, and got anew once for all requests when it has ended or a server refuses it.</summary>
internal sealed class BearerClientScheme(Origin origin, BearerClientOptions options, TokenFlights flights, TimeProvider clock) : ClientScheme
{
    private readonly TokenRequest _wanted = new() { Scope = options.Scope, Resource = options.Resource };

    public override string Name => "Bearer";

    private bool IsAllowed => origin.IsTls || options.AllowCleartext;

    public override Fitness Judge(Challenge challenge, RequestLeg leg)
    {
        if (!IsAllowed)
            return Fitness.None(FailureReason.InsecureTransport, $"a token for {origin}");

        // RFC 6750 §3.1, RFC 9470: another token of the same kind would be refused for the same reason.
        return challenge.Find("error") switch
        {
            "insufficient_scope" => Fitness.None(FailureReason.ScopeInsufficient, challenge.Find("scope") is { } scope ? $"Needed: {scope}." : null),
            "insufficient_user_authentication" => Fitness.None(FailureReason.StrongerSignInNeeded, DemandOf(challenge)),
            "invalid_request" => Fitness.None(FailureReason.CredentialsRejected, "The server can't read the request (invalid_request)."),
            _ => Fitness.Of(50),
        };
    }

    public override async ValueTask<SentCredentials?> PreemptAsync(RequestLeg leg, CancellationToken cancel)
    {
        if (!IsAllowed)
            return null;
        var outcome = await FlightOf(leg).GetAsync(cancel);
        return outcome.Token is { } token ? new Sent(this, token) : null;
    }

    public override async ValueTask<Answer> AnswerAsync(Challenge challenge, RequestLeg leg, SentCredentials? rejected, CancellationToken cancel)
    {
        var flight = FlightOf(leg);
        var outcome = rejected is Sent { Token: var token, ServerAhead: var ahead } ? await flight.RenewAsync(token, ahead, cancel) : await flight.GetAsync(cancel);
        return outcome.Token is { } next ? Answer.Send(new Sent(this, next)) : Answer.Fail(outcome.Failure!);
    }

    public override Failure? Receive(SentCredentials sent, RequestLeg leg, HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.Unauthorized)
            ((Sent)sent).Token.Prove();
        else
            ((Sent)sent).ServerAhead = ClockSkew.Ahead(response.Headers.Date, clock);
        return null;
    }

    internal override Task SettleAsync() => flights.SettleAsync();

    private static string? DemandOf(Challenge challenge)
    {
        var strength = challenge.Find("acr_values") is { } values ? $" acr_values={values}" : "";
        var age = challenge.Find("max_age") is { } seconds ? $" max_age={seconds}" : "";
        return strength.Length + age.Length == 0 ? null : $"Needed:{strength}{age}.";
    }

    private TokenFlight FlightOf(RequestLeg leg) => flights.For(leg.Partition is { } partition ? _wanted with { Partition = partition } : _wanted);

    private sealed class Sent(BearerClientScheme scheme, AccessToken token) : SentCredentials(scheme, ("Authorization", $"Bearer {token.Value.Reveal()}"))
    {
        public AccessToken Token => token;

        /// <summary>How far the clock of the server that refused it is before this one's.</summary>
        public TimeSpan? ServerAhead { get; set; }
    }
}
