using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.SignIn.Factors;
using Countersign.AspNetCore.SignIn.Pages;
using Countersign.AspNetCore.Stores;
using Countersign.Decisions;
using Countersign.Ports;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.SignIn.Desk.Factors;

/// <summary>What people do about their password and their factors. Whatever changes what they can do gives the session a new id.</summary>
internal sealed class SecurityForms(SignInDesk desk, SecondFactors factors, PasskeyOffer passkeys)
{
    private const int LongestLabel = 64;

    private readonly FactorStore _store = new(desk.Services.Store);

    private SecondFactorRule Rule => desk.Configuration.SecondFactor;

    /// <summary>Does what a form asks for.</summary>
    public async Task TakeAsync(SecurityVisit visit, string path)
    {
        var (form, _, _) = await LoginForm.ReadAsync(visit.Facts, visit.Passage.Context.RequestAborted);
        var isOffered = Rule != SecondFactorRule.Off;
        switch (path)
        {
            case SecurityPage.AppPath when isOffered && form is not null:
                await SetUpAppAsync(visit, form);
                break;
            case SecurityPage.RemoveAppPath:
                await RemoveAsync(visit, "an authenticator app", user => _store.Remove(user, FactorKind.Totp), others: found => found.Passkeys > 0);
                break;
            case SecurityPage.PasskeyPath when isOffered && form is not null:
                await AddPasskeyAsync(visit, form);
                break;
            case SecurityPage.RemovePasskeyPath when (form?[SecurityPage.IdField]) is { } id:
                await RemoveAsync(visit, "passkey " + id, user => _store.RemovePasskey(user, id), others: found => found.HasApp || found.Passkeys > 1);
                break;
            case SecurityPage.CodesPath when (await factors.FindAsync(visit.User)).Any:
                await ShowNewCodesAsync(visit);
                break;
            case SecurityPage.PasswordPath when form is not null:
                await ChangePasswordAsync(visit, form);
                break;
            default:
                await ShowAsync(visit, new(visit.Text.Say(Phrase.FormUnreadable)), StatusCodes.Status400BadRequest);
                break;
        }
    }

    /// <summary>The page.</summary>
    public async Task ShowAsync(SecurityVisit visit, Note? note, int status = StatusCodes.Status200OK) =>
        await desk.WritePageAsync(visit.Passage.Context, status, (await PageOf(visit, note, null)).Write(desk.Theme, visit.Text));

    private async Task<SecurityPage> PageOf(SecurityVisit visit, Note? note, string? reference)
    {
        var isOffered = Rule != SecondFactorRule.Off;
        var asked = isOffered && PasskeyOffer.PlaceOf(visit.Facts) is { } place
            ? await passkeys.Ceremonies.AskForNewAsync(visit.User, PasskeyOffer.BoundTo(visit.Session), place, visit.Passage.Context)
            : null;
        var found = await Task.Run(() => _store.List(visit.User));
        return new SecurityPage { Factors = found, OffersFactors = isOffered, NewPasskey = asked, Note = note, Reference = reference };
    }

    private async Task SetUpAppAsync(SecurityVisit visit, LoginForm form)
    {
        // In place of an app that is lost it is removed first: nobody replaces one by mistake.
        if ((await factors.FindAsync(visit.User)).HasApp)
        {
            await ShowAsync(visit, null);
            return;
        }

        var given = form[FactorPages.SetupField];
        var setup = given is null ? null : factors.Resume(visit.User, given);
        if (setup is not null && await factors.SetAsync(visit.User, setup, form[FactorPages.CodeField] ?? ""))
        {
            desk.Services.Log.FactorAdded(visit.User, "an authenticator app", visit.Facts.ClientAddress);
            await RenewSessionAsync(visit, "otp");
            await ShowCodesOfFirstAsync(visit);
            return;
        }

        Phrase? wrong = given is null ? null : setup is null ? Phrase.SetupExpired : Phrase.SetupWrong;
        setup ??= factors.Begin(visit.User);
        var uri = TotpUri.Write(desk.Theme.Service ?? visit.Facts.Host, visit.User, setup.Key);
        var page = FactorPages.SetUp(desk.Theme, visit.Text, SecurityPage.AppPath, uri, setup, null, wrong is { } phrase ? new Note(visit.Text.Say(phrase)) : null);
        await desk.WritePageAsync(visit.Passage.Context, wrong is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity, page);
    }

    private async Task AddPasskeyAsync(SecurityVisit visit, LoginForm form)
    {
        var label = (form[PasskeyForm.LabelField] ?? "").Trim();
        var isAdded = label.Length is > 0 and <= LongestLabel && !label.Any(char.IsControl) && Nfc.TryNormalize(label, out _) && PasskeyOffer.PlaceOf(visit.Facts) is { } place
            && await passkeys.Ceremonies.AddAsync(
                visit.User, label, form[PasskeyForm.StateField] ?? "", form[PasskeyForm.CredentialField] ?? "", PasskeyOffer.BoundTo(visit.Session), place, visit.Passage.Context);
        if (!isAdded)
        {
            await ShowAsync(visit, new(visit.Text.Say(Phrase.PasskeyNotAdded)), StatusCodes.Status422UnprocessableEntity);
            return;
        }

        desk.Services.Log.FactorAdded(visit.User, "a passkey", visit.Facts.ClientAddress);
        await RenewSessionAsync(visit, null);
        await ShowCodesOfFirstAsync(visit);
    }

    /// <summary>Codes come with the first factor; who has some keeps them.</summary>
    private async Task ShowCodesOfFirstAsync(SecurityVisit visit)
    {
        if ((await factors.FindAsync(visit.User)).CodesLeft == 0)
            await ShowNewCodesAsync(visit);
        else
            SignInDesk.Redirect(visit.Passage.Context, SecurityPage.Path);
    }

    private async Task ShowNewCodesAsync(SecurityVisit visit)
    {
        var codes = await factors.RenewCodesAsync(visit.User);
        desk.Services.Log.RecoveryCodesRenewed(visit.User, visit.Facts.ClientAddress);
        await desk.WritePageAsync(visit.Passage.Context, StatusCodes.Status200OK, FactorPages.Codes(desk.Theme, visit.Text, codes));
    }

    private async Task RemoveAsync(SecurityVisit visit, string factor, Func<string, bool> remove, Func<FactorsOf, bool> others)
    {
        if (Rule == SecondFactorRule.Required && !others(await factors.FindAsync(visit.User)))
        {
            await ShowAsync(visit, new(visit.Text.Say(Phrase.FactorNeeded)), StatusCodes.Status422UnprocessableEntity);
            return;
        }

        if (!await Task.Run(() => remove(visit.User)))
        {
            await ShowAsync(visit, null);
            return;
        }

        await Task.Run(() => factors.ForgetCodesOfNothing(visit.User));
        desk.Services.Log.FactorRemoved(visit.User, factor, visit.Facts.ClientAddress);
        await RenewSessionAsync(visit, null);
        SignInDesk.Redirect(visit.Passage.Context, SecurityPage.Path);
    }

    private async Task ChangePasswordAsync(SecurityVisit visit, LoginForm form)
    {
        var (context, text) = (visit.Passage.Context, visit.Text);
        var (password, again) = (form[PasswordPages.NewField] ?? "", form[PasswordPages.AgainField] ?? "");
        if (NewPasswordRules.FaultOf(password, again, visit.User) is { } fault)
        {
            await ShowAsync(visit, new(text.Say(PasswordPages.PhraseOf(fault))), StatusCodes.Status422UnprocessableEntity);
            return;
        }

        var old = LoginForm.Composed(form[PasswordPages.OldField]) ?? "";
        var check = await desk.Vault.CheckAsync(visit.User, old, visit.Facts, context.RequestAborted);
        if (check.Outcome != PasswordOutcome.Matches)
        {
            await RefusePasswordAsync(visit, LoginSubmission.RefusalFor(check.Outcome), check.Evidence, check.RetryAfter);
            return;
        }

        if (await PasswordSetting.HashAsync(desk.Services, password, visit.Facts, context.RequestAborted) is not { } hash)
        {
            await RefusePasswordAsync(visit, Refusal.PasswordChecksBusy, null, desk.Services.Workers.Estimate());
            return;
        }

        // It ends all sessions of the person, this one too, which goes on under a new id.
        if (!await Task.Run(() => PasswordChange.Write(desk.Services.Store, visit.User, hash, desk.Now)))
        {
            SignInDesk.Redirect(context, LoginPage.Path);
            return;
        }

        desk.Services.Log.PasswordChanged(visit.User, visit.Facts.ClientAddress);
        if (visit.Record!.Origin is not null)
        {
            await ShowSignedOutAsync(visit);
            return;
        }

        visit = await RenewSessionAsync(visit, null);
        await ShowAsync(visit, new(text.Say(Phrase.PasswordChanged), NoteKind.Good));
    }

    /// <summary>What it would go on by is the session of the sign-in host, which has ended: nobody could sign it out from there.</summary>
    private Task ShowSignedOutAsync(SecurityVisit visit)
    {
        var context = visit.Passage.Context;
        SignInCookies.ClearSession(context, visit.Facts);
        if (SignInCookies.BrowserOf(visit.Facts) is { } browser)
            SignInCookies.Give(context, visit.Facts, browser.Forgetting());
        return desk.WritePageAsync(context, StatusCodes.Status200OK, PlainPages.SignedOut(desk.Theme, visit.Text, new(visit.Text.Say(Phrase.ResetDone), NoteKind.Good)));
    }

    private async Task RefusePasswordAsync(SecurityVisit visit, Refusal refusal, string? evidence, TimeSpan? retryAfter)
    {
        var told = desk.Tell(visit.Passage, visit.Facts, Verdict.Refuse(refusal, evidence, visit.User, retryAfter), isPresented: true);
        var phrase = told.Shown switch
        {
            Refusal.TooManyAttempts => Phrase.TooManyAttempts,
            Refusal.PasswordChecksBusy => Phrase.Busy,
            Refusal.ProtectionUnavailable => Phrase.Unavailable,
            _ => Phrase.PasswordWrong,
        };
        var note = new Note(visit.Text.Say(phrase, ("wait", visit.Text.Wait(told.RetryAfter ?? TimeSpan.FromSeconds(30)))));
        var page = await PageOf(visit, note, told.Reference);
        await desk.RefuseAsync(visit.Passage, told, () => page.Write(desk.Theme, visit.Text));
    }

    /// <summary>A new id for the session, which lasts as long as the former would have, and goes back to the same sign-in.</summary>
    private async Task<SecurityVisit> RenewSessionAsync(SecurityVisit visit, string? provenNow)
    {
        var record = visit.Record!;
        var session = await desk.Completion.BeginAsync(visit.Passage.Context, visit.Facts, new SignedIn(visit.Subject)
        {
            Methods = [.. record.Methods.Union(provenNow is null ? [] : [provenNow], StringComparer.Ordinal)],
            At = visit.Session.SignedIn,
            Remember = record.Remember,
            Origin = record.Origin,
            Ends = record.Ends,
        });
        return visit with { Session = visit.Session with { Handle = session.Handle } };
    }
}
