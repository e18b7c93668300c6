using System.Collections.Immutable;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.SignIn.Factors;
using Countersign.AspNetCore.SignIn.Pages;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.SignIn.Desk.Factors;

/// <summary>The step behind the password: a code or a passkey of who has one, and setting one up for who has to have one.</summary>
internal sealed class FactorStep(SecondFactors factors, PasskeyOffer passkeys, SecondFactorRule rule, DoorServices services) : ISecondStep
{
    private static readonly ImmutableArray<string> ByCode = ["otp"];

    /// <inheritdoc/>
    public async ValueTask<bool> IsNeededAsync(string user, CancellationToken cancel) => rule == SecondFactorRule.Required || (await factors.FindAsync(user)).Any;

    /// <inheritdoc/>
    public async ValueTask<string> WriteAsync(SecondStepPage page, CancellationToken cancel)
    {
        var found = await factors.FindAsync(page.User);
        if (found.Any)
            return FactorPages.Ask(page.Theme, page.Text, SecondStepEndpoint.Path, page.Sealed, found.HasApp, await PasskeyFormAsync(page, found), page.Note, page.Reference);

        var shown = page.Form?[FactorPages.SetupField] is { } sealedKey ? factors.Resume(page.User, sealedKey) : null;
        var setup = shown ?? factors.Begin(page.User);
        var uri = TotpUri.Write(page.Theme.Service ?? page.Request.Host, page.User, setup.Key);
        var note = page.Note ?? new Note(page.Text.Say(Phrase.SetupNeeded), NoteKind.Plain);
        return FactorPages.SetUp(page.Theme, page.Text, SecondStepEndpoint.Path, uri, setup, page.Sealed, note, page.Reference);
    }

    /// <inheritdoc/>
    public async ValueTask<SecondStepCheck> CheckAsync(Attempt attempt, LoginForm form, HttpRequestFacts request, CancellationToken cancel)
    {
        var user = attempt.User!;

        // Proven a moment ago, and the recovery codes were shown since.
        if (attempt.Methods.Contains("otp"))
            return new(ByCode);
        if (form[PasskeyForm.CredentialField] is { Length: > 0 } credential)
            return await CheckPasskeyAsync(user, form, credential, request);
        var found = await factors.FindAsync(user);
        return found.Any ? await CheckCodeAsync(user, form[FactorPages.CodeField] ?? "", request) : await SetUpAsync(user, form, request);
    }

    private async Task<Html> PasskeyFormAsync(SecondStepPage page, FactorsOf found)
    {
        if (found.Passkeys == 0 || PasskeyOffer.PlaceOf(page.Request) is not { } place)
            return Html.None;
        var asked = await passkeys.Ceremonies.AskAsync(page.User, PasskeyOffer.BoundTo(page.Sealed), place, new DefaultHttpContext());
        return PasskeyForm.ToProve(page.Text, SecondStepEndpoint.Path, asked, page.Sealed);
    }

    private async Task<SecondStepCheck> CheckPasskeyAsync(string user, LoginForm form, string credential, HttpRequestFacts request)
    {
        var proof = PasskeyOffer.PlaceOf(request) is { } place
            ? await passkeys.Ceremonies.ProveAsync(user, form[PasskeyForm.StateField] ?? "", credential, PasskeyOffer.BoundTo(form.Attempt!), place, new DefaultHttpContext())
            : null;
        return proof is null ? new([], Refusal.SignInPasskeyRefused, Phrase.PasskeyRefused) : new(proof.Methods);
    }

    private async Task<SecondStepCheck> CheckCodeAsync(string user, string code, HttpRequestFacts request)
    {
        var check = await factors.CheckAsync(user, code, request);
        switch (check.Outcome)
        {
            case CodeOutcome.App:
                return new(ByCode);
            case CodeOutcome.RecoveryCode:
                services.Log.RecoveryCodeUsed(user, request.ClientAddress, check.CodesLeft ?? 0);
                return new(ByCode);
            case CodeOutcome.Spent:
                return new([], Refusal.SignInWrongCode, Phrase.CodeSpent) { Evidence = "The code was used before." };
            case CodeOutcome.TooMany:
                return new([], Refusal.TooManyAttempts, Phrase.TooManyAttempts, check.Wait);
            case CodeOutcome.Unreadable:
                services.Log.AppKeyUnreadable(user);
                return new([], Refusal.ProtectionUnavailable, Phrase.CodeUnreadable) { Evidence = "The key of the app can't be read." };
            default:
                return new([], Refusal.SignInWrongCode, Phrase.CodeWrong);
        }
    }

    /// <summary>Only of somebody who has no factor yet, or a password alone would replace one.</summary>
    private async Task<SecondStepCheck> SetUpAsync(string user, LoginForm form, HttpRequestFacts request)
    {
        if (factors.Resume(user, form[FactorPages.SetupField] ?? "") is not { } setup)
            return new([], Refusal.SignInWrongCode, Phrase.SetupExpired) { Evidence = "The key was shown too long ago." };
        if (!await factors.SetAsync(user, setup, form[FactorPages.CodeField] ?? ""))
            return new([], Refusal.SignInWrongCode, Phrase.SetupWrong) { Evidence = "The app that was to be set up shows another code." };
        services.Log.FactorAdded(user, "an authenticator app", request.ClientAddress);
        return new(ByCode) { Codes = await factors.RenewCodesAsync(user) };
    }
}
