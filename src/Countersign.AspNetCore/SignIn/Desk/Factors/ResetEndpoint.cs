using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.SignIn.Factors;
using Countersign.AspNetCore.SignIn.Pages;
using Countersign.AspNetCore.Stores;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.SignIn.Desk.Factors;

/// <summary>
/// Sets a password by a one-time link. To GET it shows the form and uses nothing up: programs that look into mail open links. No other page can send the form
/// to any purpose, since whoever knows the token can use it anyway.
/// </summary>
internal sealed class ResetEndpoint(SignInDesk desk) : IOwnEndpoint
{
    private readonly ResetLinkStore _links = new(desk.Services.Store, desk.Services.Clock);

    /// <inheritdoc/>
    public bool Takes(string path) => path == PasswordPages.ResetPath;

    /// <inheritdoc/>
    public bool LetsIn(string method) => true;

    /// <inheritdoc/>
    public async Task ServeAsync(Passage passage, HttpRequestFacts facts)
    {
        var (context, text) = (passage.Context, desk.TextFor(passage.Context));

        // The address has the token in it.
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        if (facts.Method is not ("GET" or "HEAD" or "POST"))
        {
            await SignInDesk.RefuseMethodAsync(context, "GET, HEAD, POST");
            return;
        }

        if (desk.Scheme.NeedsTls && !facts.IsTls)
        {
            var refused = desk.Tell(passage, facts, Verdict.Refuse(Refusal.CleartextTransport), isPresented: false);
            await desk.RefuseAsync(passage, refused, () => PlainPages.Failed(desk.Theme, text, Phrase.CleartextRefused, LoopCauses.Of(facts, desk.Configuration.Host, null), ReturnTarget.Root, refused.Reference));
            return;
        }

        try
        {
            var form = facts.Method == "POST" ? (await LoginForm.ReadAsync(facts, context.RequestAborted)).Form : null;
            var token = facts.Method == "POST" ? form?[PasswordPages.TokenField] : context.Request.Query[PasswordPages.TokenField] is [var given] ? given : null;
            await AnswerAsync(passage, facts, form, token ?? "");
        }
        catch (StoreUnavailableException failure)
        {
            var told = desk.Tell(passage, facts, Verdict.Refuse(Refusal.ProtectionUnavailable, failure.Message), isPresented: true);
            await TellAsync(passage, told, new(text.Say(Phrase.Unavailable, ("wait", text.Wait(told.RetryAfter ?? TimeSpan.FromSeconds(30))))));
        }
    }

    private async Task AnswerAsync(Passage passage, HttpRequestFacts facts, LoginForm? form, string token)
    {
        var (context, text) = (passage.Context, desk.TextFor(passage.Context));
        var (state, user) = await Task.Run(() => (_links.Find(token, out var owner), owner));
        if (state != ResetLinkState.Good)
        {
            await RefuseAsync(passage, facts, state, user);
            return;
        }

        if (form is null)
        {
            await desk.WritePageAsync(context, StatusCodes.Status200OK, PasswordPages.Reset(desk.Theme, text, user!, token, null));
            return;
        }

        var (password, again) = (form[PasswordPages.NewField] ?? "", form[PasswordPages.AgainField] ?? "");
        if (NewPasswordRules.FaultOf(password, again, user!) is { } fault)
        {
            await desk.WritePageAsync(context, StatusCodes.Status422UnprocessableEntity, PasswordPages.Reset(desk.Theme, text, user!, token, new(text.Say(PasswordPages.PhraseOf(fault)))));
            return;
        }

        if (await PasswordSetting.HashAsync(desk.Services, password, facts, context.RequestAborted) is not { } hash)
        {
            var told = desk.Tell(passage, facts, Verdict.Refuse(Refusal.PasswordChecksBusy, null, user, desk.Services.Workers.Estimate()), isPresented: true);
            await desk.RefuseAsync(passage, told, () => PasswordPages.Reset(desk.Theme, text, user!, token, new(text.Say(Phrase.Busy, ("wait", text.Wait(told.RetryAfter ?? TimeSpan.FromSeconds(1)))))));
            return;
        }

        if (await Task.Run(() => _links.Redeem(token, hash)) is not { } done)
        {
            await RefuseAsync(passage, facts, ResetLinkState.Unknown, user);
            return;
        }

        desk.Services.Log.PasswordReset(done, facts.ClientAddress);
        await desk.WritePageAsync(context, StatusCodes.Status200OK, PasswordPages.ResetTold(desk.Theme, text, new(text.Say(Phrase.ResetDone), NoteKind.Good), isDone: true));
    }

    private Task RefuseAsync(Passage passage, HttpRequestFacts facts, ResetLinkState state, string? user)
    {
        var isExpired = state == ResetLinkState.Expired;
        var evidence = isExpired ? "The link has expired." : "The link was used, gave way to a newer one, or is none.";
        var told = desk.Tell(passage, facts, Verdict.Refuse(Refusal.ResetLinkVoid, evidence, user), isPresented: true);
        return TellAsync(passage, told, new(desk.TextFor(passage.Context).Say(isExpired ? Phrase.ResetExpired : Phrase.ResetUnknown)));
    }

    private Task TellAsync(Passage passage, AspNetCore.Admission.AnswerFacts told, Note note) =>
        desk.RefuseAsync(passage, told, () => PasswordPages.ResetTold(desk.Theme, desk.TextFor(passage.Context), note, isDone: false));
}
