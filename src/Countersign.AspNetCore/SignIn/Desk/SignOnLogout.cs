using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.SingleSignOn;
using Countersign.Decisions;

namespace Countersign.AspNetCore.SignIn.Desk;

/// <summary>Where people go on who sign out of a session that a provider began.</summary>
internal sealed class SignOnLogout(SignOnProviders providers, ProviderLogout logout)
{
    // A provider that is down keeps nobody from signing out here.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The address, and what the provider is called; nulls when there is none.</summary>
    public async Task<(Uri? Next, string? Provider)> NextAsync(SessionFacts session, HttpRequestFacts facts, CancellationToken cancel)
    {
        if (session.Provider is not { } name || providers.Find(name) is not { } provider)
            return default;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            var next = await logout.NextAsync(provider, session.Handle, $"{(facts.IsTls ? "https" : "http")}://{facts.Authority}", patience.Token);
            return (next, providers.Buttons.First(button => button.Name == name).Label);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return default;
        }
    }
}
