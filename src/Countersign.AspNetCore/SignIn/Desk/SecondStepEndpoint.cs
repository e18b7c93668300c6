using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
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

/// <summary>Takes the second factor of somebody whose password was right a moment ago.</summary>
internal sealed class SecondStepEndpoint(SignInDesk desk, ISecondStep step) : IOwnEndpoint
{
    /// <summary>Where its form goes.</summary>
    public const string Path = "/.countersign/login/second-factor";

    private readonly LoginSubmission _submission = new(desk);

    /// <inheritdoc/>
    public bool Takes(string path) => path == Path;

    /// <inheritdoc/>
    public bool LetsIn(string method) => method == "POST";

    /// <inheritdoc/>
    public async Task ServeAsync(Passage passage, HttpRequestFacts facts)
    {
        var context = passage.Context;
        if (facts.Method != "POST")
        {
            // Somebody reloaded the page, or came by its address: there is nothing to go on with.
            SignInDesk.Redirect(context, LoginPage.Path);
            return;
        }

        var (form, _, _) = await LoginForm.ReadAsync(facts, context.RequestAborted);
        var reading = desk.Attempts.Read(form?.Attempt, SignInCookies.BrowserOf(facts));
        if (RequestOrigin.Suspect(facts, []) is not null || form is null || reading is not { Outcome: AttemptOutcome.Good, Attempt: { User: { } user } attempt })
        {
            await _submission.StartAgainAsync(passage, facts, reading);
            return;
        }

        try
        {
            if (!await CountsStillAsync(attempt, user, context.RequestAborted))
            {
                await _submission.StartAgainAsync(passage, facts, reading with { Outcome = AttemptOutcome.Expired });
                return;
            }

            var check = await step.CheckAsync(attempt, form, facts, context.RequestAborted);
            if (check is not { Refusal: null, Methods.IsDefaultOrEmpty: false })
            {
                await AskAgainAsync(passage, facts, attempt, form, user, check);
                return;
            }

            ImmutableArray<string> methods = [.. attempt.Methods.Union(check.Methods, StringComparer.Ordinal)];
            if (check.Codes.IsDefaultOrEmpty)
            {
                await _submission.CompleteAsync(passage, facts, attempt, new SignedIn(new Subject(user)) { Methods = methods, At = desk.Now, Remember = attempt.Remember });
                return;
            }

            var shown = desk.Begin(context, facts, attempt with { Methods = methods });
            await desk.WritePageAsync(context, StatusCodes.Status200OK, FactorPages.CodesAtSignIn(desk.Theme, desk.TextFor(context), check.Codes, Path, shown), SignInDesk.FurtherTargetOf(facts, attempt));
        }
        catch (StoreUnavailableException failure)
        {
            // The page of this step would ask the store as well.
            await _submission.AgainAsync(passage, facts, Verdict.Refuse(Refusal.ProtectionUnavailable, failure.Message, user), new(), attempt);
        }
    }

    /// <summary>
    /// Whether the user is there still, with the password that was right: a new one, or another person of the name, ends the steps as it ends sessions.
    /// Who has proven all of it begins one session by that, and not another one later.
    /// </summary>
    private async ValueTask<bool> CountsStillAsync(Attempt attempt, string user, CancellationToken cancel)
    {
        await desk.Services.Users.LookForChangesAsync(cancel);
        if (desk.Services.Users.Find(user) is not { Disabled: false } known || Attempts.MarkOf(known) != attempt.Password)
            return false;
        if (attempt.Methods.Length < 2)
            return true;

        // By what is sealed: the text itself could be written in other ways.
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{attempt.Made.ToUnixTimeMilliseconds()} {user}"))));
        return await desk.Services.Proofs.TryUseAsync("sign-in attempt", mark, attempt.Made + attempt.Patience + TimeSpan.FromMinutes(1), cancel) switch
        {
            ReplayOutcome.Fresh => true,
            ReplayOutcome.Unavailable => throw new StoreUnavailableException("Whether the form came before can't be told: the store can't be asked."),
            _ => false,
        };
    }

    private async Task AskAgainAsync(Passage passage, HttpRequestFacts facts, Attempt attempt, LoginForm form, string user, SecondStepCheck check)
    {
        var (context, text) = (passage.Context, desk.TextFor(passage.Context));
        var told = desk.Tell(passage, facts, Verdict.Refuse(check.Refusal ?? Refusal.ProtectionUnavailable, check.Evidence, user, check.RetryAfter), isPresented: true);
        var note = new Note(text.Say(check.Phrase, ("wait", text.Wait(check.RetryAfter ?? TimeSpan.FromSeconds(1)))));

        // The time of the step goes on: whoever guesses does not get more of it.
        var page = await step.WriteAsync(new(desk.Theme, text, user, desk.Begin(context, facts, attempt), note, told.Reference, facts, form), context.RequestAborted);
        await desk.RefuseAsync(passage, told, () => page, SignInDesk.FurtherTargetOf(facts, attempt));
    }
}
