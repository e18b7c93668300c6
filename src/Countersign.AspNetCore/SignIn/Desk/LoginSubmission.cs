using System.Text.Json;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.SignIn.Pages;
using Countersign.AspNetCore.Stores;
using Countersign.Decisions;
using Countersign.Ports;
using Countersign.Schemes.Session;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.SignIn.Desk;

/// <summary>A name and a password that somebody sent: judged as Basic's are, with the same counts, the same cost and the same words for all that is wrong.</summary>
internal sealed class LoginSubmission(SignInDesk desk)
{
    public async Task TakeAsync(Passage passage, HttpRequestFacts facts)
    {
        var context = passage.Context;
        var text = desk.TextFor(context);
        if (desk.OtherHosts is { } hosts && hosts.IsElsewhere(facts))
        {
            SignInDesk.Redirect(context, LoginPage.Path);
            return;
        }

        if (desk.Scheme.NeedsTls && !facts.IsTls)
        {
            await FailAsync(passage, facts, Verdict.Refuse(Refusal.CleartextTransport), Phrase.CleartextRefused, ReturnTarget.Root);
            return;
        }

        var (form, refusal, evidence) = await LoginForm.ReadAsync(facts, context.RequestAborted);
        if (form is null)
        {
            await AgainAsync(passage, facts, Verdict.Refuse(refusal!.Value, evidence), new LoginPage { Note = new(text.Say(Phrase.FormUnreadable)) }, null);
            return;
        }

        if (await IsOwnFormAsync(passage, facts, form) is { } attempt)
            await JudgeAsync(passage, facts, form, attempt);
    }

    /// <summary>The attempt, if this browser asked for the form here a while ago; else null, and it is answered.</summary>
    public async ValueTask<Attempt?> IsOwnFormAsync(Passage passage, HttpRequestFacts facts, LoginForm form)
    {
        var context = passage.Context;
        var text = desk.TextFor(context);
        var reading = desk.Attempts.Read(form.Attempt, SignInCookies.BrowserOf(facts));
        if (RequestOrigin.Suspect(facts, []) is { } suspicion)
        {
            // No other page, but this one over http, and a proxy that says https: the browser drops the cookies of the one, and the Origin looks like another.
            if (reading.Outcome == AttemptOutcome.CookieMissing && facts.IsTls && facts.Field("Origin") == "http://" + facts.Authority)
                await FailAsync(passage, facts, Verdict.Refuse(Refusal.SignInFormForeign, suspicion), Phrase.CookieLost, reading.Target);
            else
                await AgainAsync(passage, facts, Verdict.Refuse(Refusal.SignInFormForeign, suspicion), new() { Note = new(text.Say(Phrase.AttemptForeign)) }, null);
            return null;
        }

        switch (reading.Outcome)
        {
            case AttemptOutcome.Good when reading.Attempt is { User: null } attempt:
                return attempt;
            case AttemptOutcome.Expired when AnswerNegotiation.Choose(context.Request) == AnswerMedia.Html:
                await ShowFreshAsync(passage, facts, reading.Attempt, form.UserName);
                return null;
            case AttemptOutcome.CookieMissing:
                await FailAsync(passage, facts, Verdict.Refuse(Refusal.SignInFormForeign, "The browser did not send back the cookie that came with the form."), Phrase.CookieLost, reading.Target);
                return null;
            default:
                await AgainAsync(passage, facts, Verdict.Refuse(Refusal.SignInFormForeign, EvidenceOf(reading.Outcome)), new() { Note = new(text.Say(Phrase.AttemptForeign)) }, reading.Attempt);
                return null;
        }
    }

    private async Task JudgeAsync(Passage passage, HttpRequestFacts facts, LoginForm form, Attempt attempt)
    {
        var text = desk.TextFor(passage.Context);
        var page = new LoginPage { UserName = form.UserName, Remember = form.Remember };
        if (string.IsNullOrEmpty(form.UserName) || string.IsNullOrEmpty(form.Password))
        {
            var missing = page with
            {
                NameFault = string.IsNullOrEmpty(form.UserName) ? text.Say(Phrase.UserNameMissing) : null,
                PasswordFault = string.IsNullOrEmpty(form.Password) ? text.Say(Phrase.PasswordMissing) : null,
            };
            await AgainAsync(passage, facts, Verdict.Refuse(Refusal.CredentialsMissing), missing, attempt, isPresented: false);
            return;
        }

        if (!desk.Configuration.HasUsers)
        {
            await AgainAsync(passage, facts, Verdict.Refuse(Refusal.SignInFormForeign, "Nobody signs in with a password here."), new() { Note = new(text.Say(Phrase.NoWayIn)) }, attempt);
            return;
        }

        var check = await desk.Vault.CheckAsync(form.UserName, form.Password, facts, passage.Context.RequestAborted);
        if (check is { Outcome: PasswordOutcome.Matches, Subject: { } subject })
            await GoOnAsync(passage, facts, attempt with { Remember = form.Remember && desk.OffersRemember }, subject, page);
        else
            await AgainAsync(passage, facts, Verdict.Refuse(RefusalFor(check.Outcome), check.Evidence, form.UserName, check.RetryAfter), page, attempt);
    }

    /// <summary>The password is right: the second step, or the session.</summary>
    private async Task GoOnAsync(Passage passage, HttpRequestFacts facts, Attempt attempt, Subject subject, LoginPage page)
    {
        var context = passage.Context;
        try
        {
            if (desk.SecondStep is { } second && await second.IsNeededAsync(subject.Name, context.RequestAborted))
            {
                var next = desk.Begin(context, facts, attempt with { User = subject.Name, Password = MarkOf(subject), Methods = ["pwd"], Made = desk.Now });
                if (SignInDesk.WantsJson(context))
                {
                    await FormJson.WriteAsync(context, SecondStepEndpoint.Path, next, FactorPages.CodeField);
                    return;
                }

                var asks = await second.WriteAsync(new(desk.Theme, desk.TextFor(context), subject.Name, next, null, null, facts), context.RequestAborted);
                await desk.WritePageAsync(context, StatusCodes.Status200OK, asks, SignInDesk.FurtherTargetOf(facts, attempt));
                return;
            }

            await CompleteAsync(passage, facts, attempt, new SignedIn(subject) { Methods = ["pwd"], At = desk.Now, Remember = attempt.Remember });
        }
        catch (StoreUnavailableException failure)
        {
            await AgainAsync(passage, facts, Verdict.Refuse(Refusal.ProtectionUnavailable, failure.Message, subject.Name), page, attempt);
        }
    }

    /// <summary>Begins the session and sends the browser to where it wanted to go.</summary>
    public async Task CompleteAsync(Passage passage, HttpRequestFacts facts, Attempt attempt, SignedIn who)
    {
        var context = passage.Context;
        var session = await desk.Completion.BeginAsync(context, facts, who);
        desk.Area.Meters.Admitted(desk.Scheme, who.Subject, facts, passage.Started);
        if (!SignInDesk.WantsJson(context))
        {
            SignInDesk.Redirect(context, desk.PlaceAfter(facts, attempt, session.Handle));
            return;
        }

        using var content = new MemoryStream();
        await using (var json = new Utf8JsonWriter(content))
        {
            json.WriteStartObject();
            json.WriteString("user", who.Subject.Name);
            json.WriteString("session", session.Handle);
            json.WriteString("ends", session.Ends);
            json.WriteString("return", desk.PlaceAfter(facts, attempt, session.Handle));
            json.WriteEndObject();
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = content.Length;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await context.Response.Body.WriteAsync(content.ToArray(), context.RequestAborted);
    }

    /// <summary>The second step can't go on: the first page again.</summary>
    public async Task StartAgainAsync(Passage passage, HttpRequestFacts facts, AttemptReading reading)
    {
        var text = desk.TextFor(passage.Context);
        if (reading.Outcome == AttemptOutcome.Expired)
        {
            await ShowFreshAsync(passage, facts, reading.Attempt, null);
            return;
        }

        await AgainAsync(passage, facts, Verdict.Refuse(Refusal.SignInFormForeign, EvidenceOf(reading.Outcome)), new() { Note = new(text.Say(Phrase.AttemptForeign)) }, reading.Attempt);
    }

    /// <summary>The form was too old: another one, for the same place.</summary>
    private Task ShowFreshAsync(Passage passage, HttpRequestFacts facts, Attempt? former, string? name)
    {
        var text = desk.TextFor(passage.Context);
        var page = PageOf(new() { Note = new(text.Say(Phrase.AttemptExpired), NoteKind.Plain), UserName = name }, passage, facts, former);
        return desk.WritePageAsync(passage.Context, StatusCodes.Status200OK, page.Write(desk.Theme, text), SignInDesk.FurtherTargetOf(facts, former));
    }

    /// <summary>The page again, with a form of its own and what is wrong.</summary>
    public Task AgainAsync(Passage passage, HttpRequestFacts facts, Verdict verdict, LoginPage page, Attempt? former, bool isPresented = true)
    {
        var text = desk.TextFor(passage.Context);
        var told = desk.Tell(passage, facts, verdict, isPresented);
        return desk.RefuseAsync(
            passage,
            told,
            () => (PageOf(page, passage, facts, former) with { Note = page.Note ?? NoteFor(told, text), Reference = told.Reference }).Write(desk.Theme, text),
            SignInDesk.FurtherTargetOf(facts, former));
    }

    private Task FailAsync(Passage passage, HttpRequestFacts facts, Verdict verdict, Phrase what, ReturnTarget target)
    {
        var told = desk.Tell(passage, facts, verdict, isPresented: true);
        return desk.RefuseAsync(passage, told, () => PlainPages.Failed(
            desk.Theme, desk.TextFor(passage.Context), what, LoopCauses.Of(facts, desk.Configuration.Host, null), target, told.Reference));
    }

    /// <summary>A page with a form of its own, for the same place and host as the former one.</summary>
    private LoginPage PageOf(LoginPage page, Passage passage, HttpRequestFacts facts, Attempt? former)
    {
        var attempt = new Attempt(former?.Target ?? ReturnTarget.Root, desk.Now) { ForHost = former?.ForHost, ForBrowser = former?.ForBrowser };
        page = page with { Handover = desk.HandoverFor(attempt.ForHost, attempt.ForBrowser, attempt.Target) };
        return desk.PageOf(page, passage.Context, facts, attempt.Target, desk.Begin(passage.Context, facts, attempt));
    }

    /// <summary>The same words whatever is wrong of name and password, and alike for all names that have to wait.</summary>
    private static Note? NoteFor(AnswerFacts told, PageText text) => told.Shown switch
    {
        Refusal.SignInWrongPassword => new(text.Say(Phrase.WrongUserOrPassword)),
        Refusal.TooManyAttempts => new(text.Say(Phrase.TooManyAttempts, ("wait", WaitOf(told, text)))),
        Refusal.PasswordChecksBusy => new(text.Say(Phrase.Busy, ("wait", WaitOf(told, text)))),
        Refusal.ProtectionUnavailable => new(text.Say(Phrase.Unavailable, ("wait", WaitOf(told, text)))),
        Refusal.CredentialsMissing => null,
        _ => new(text.Say(Phrase.FormUnreadable)),
    };

    private string? MarkOf(Subject subject) => desk.Services.Users.Find(subject.Name) is { } user ? Attempts.MarkOf(user) : null;

    private static string WaitOf(AnswerFacts told, PageText text) => text.Wait(told.RetryAfter ?? TimeSpan.FromSeconds(30));

    private static string EvidenceOf(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Foreign => "The form was made for another browser.",
        AttemptOutcome.Expired => "The form is too old.",
        AttemptOutcome.Good => "The form is one of another step.",
        _ => "The form has no attempt that can be read.",
    };

    /// <summary>What a password that does not match is refused for.</summary>
    public static Refusal RefusalFor(PasswordOutcome outcome) => outcome switch
    {
        PasswordOutcome.WrongPassword => Refusal.SignInWrongPassword,
        PasswordOutcome.UnknownUser => Refusal.SignInUnknownUser,
        PasswordOutcome.UserDisabled => Refusal.SignInUserDisabled,
        PasswordOutcome.UnsupportedHash => Refusal.SignInHashUnsupported,
        PasswordOutcome.TooManyAttempts => Refusal.TooManyAttempts,
        PasswordOutcome.Busy => Refusal.PasswordChecksBusy,

        // A match without a subject is a fault of the vault: closed, not open.
        PasswordOutcome.Unavailable or PasswordOutcome.Matches => Refusal.ProtectionUnavailable,
    };
}
