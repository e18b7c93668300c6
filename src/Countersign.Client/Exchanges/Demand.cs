using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Countersign.Client.Failures;
using Countersign.Client.Schemes;
using Countersign.Wire;

namespace Countersign.Client.Exchanges;

/// <summary>What a refusal demands, be it of an origin or of a proxy, and who answers it.</summary>
/// <param name="leg">The request.</param>
/// <param name="order">Which of several challenges is taken.</param>
/// <param name="observer">Who looks on.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly struct Demand(RequestLeg leg, ChallengeOrder order, ExchangeObserver observer)
{
    /// <summary>Answers the challenges of a refusal.</summary>
    /// <param name="field">The field that they stand in.</param>
    /// <param name="response">The refusal.</param>
    /// <param name="schemes">What there is to show.</param>
    /// <param name="sent">What was shown already; null for nothing.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>The answer, and of which scheme it is; null where it is of none.</returns>
    public async ValueTask<(ClientScheme? Scheme, Answer Answer)> AnswerAsync(
        string field, HttpResponseMessage response, ImmutableArray<ClientScheme> schemes, SentCredentials? sent, CancellationToken cancel)
    {
        try
        {
            return await AnswerAsync(ChallengeField.Read(response.Headers, field), schemes, sent, cancel);
        }
        catch
        {
            // A caller that gives up meanwhile gets no answer: its connection must not be kept from others.
            response.Dispose();
            throw;
        }
    }

    private async ValueTask<(ClientScheme? Scheme, Answer Answer)> AnswerAsync(
        ChallengesReading? reading, ImmutableArray<ClientScheme> schemes, SentCredentials? sent, CancellationToken cancel)
    {
        // Servers that say nothing have refused what was sent: that scheme knows whether it has anything newer.
        if (reading is not { Challenges.IsEmpty: false })
        {
            return sent is null
                ? (null, Answer.Fail(reading is null ? FailureReason.NoChallenge : FailureReason.MalformedChallenge))
                : (sent.Scheme, await sent.Scheme.AnswerAsync(new Challenge(sent.Scheme.Name), leg, sent, cancel));
        }

        var negotiation = Negotiation.Of(reading.Challenges, schemes, leg, order);
        observer.Judged(leg, negotiation.Judgements);
        return negotiation.Taken is { Scheme: { } scheme, Challenge: var challenge }
            ? (scheme, await scheme.AnswerAsync(challenge, leg, sent?.Scheme == scheme ? sent : null, cancel))
            : (null, Answer.Fail(negotiation.Failure!));
    }
}
