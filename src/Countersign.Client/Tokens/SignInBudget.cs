using System.Globalization;
using Countersign.Client.Failures;

namespace Countersign.Client.Tokens;

/// <summary>
/// How often people are asked to sign in. A server that wants something else with each of its answers would have somebody sign in for each request: another
/// scope, another class of sign-in, another authorization server. Each origin and each person has a budget of its own.
/// </summary>
internal sealed class SignInBudget
{
    /// <summary>How many there may be within <see cref="Window"/>.</summary>
    public const int Most = 10;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private const int MaxBudgets = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string? Origin, string? Partition), RenewalBudget> _budgets = [];

    /// <summary>Spends one; else says why nobody is asked.</summary>
    public GrantOutcome? WhyNot(TokenRequest request, TimeProvider clock)
    {
        var origin = request.Resource is { IsAbsoluteUri: true } resource ? resource.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) : null;
        var key = (origin, request.Partition);
        lock (_gate)
        {
            if (!_budgets.TryGetValue(key, out var budget))
            {
                if (_budgets.Count >= MaxBudgets)
                    _budgets.Clear();
                _budgets.Add(key, budget = new(clock, Most, Window));
            }

            var now = clock.GetTimestamp();
            if (budget.WaitBeforeNext(now) is not { } wait)
            {
                budget.Spend(now);
                return null;
            }

            var detail = string.Create(CultureInfo.InvariantCulture, $"{Most} sign-ins within {Window.TotalMinutes:0} minutes, and it wants another.");
            return GrantOutcome.Of(new Failure(FailureReason.RenewedTooOften, detail) { RetryAfter = wait }, RetryRule.BackOff);
        }
    }
}
