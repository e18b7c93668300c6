using System.Collections.Immutable;
using System.Globalization;
using Countersign.AspNetCore.SignIn.Factors.Passkeys;
using Countersign.AspNetCore.Stores;

namespace Countersign.AspNetCore.SignIn.Pages;

/// <summary>The part of the account with the password and what is proven beside it.</summary>
internal sealed record SecurityPage
{
    /// <summary>Where it is, and where its forms go.</summary>
    public const string Path = "/.countersign/account/security";
    public const string AppPath = Path + "/app";
    public const string RemoveAppPath = Path + "/app/remove";
    public const string PasskeyPath = Path + "/passkeys";
    public const string RemovePasskeyPath = Path + "/passkeys/remove";
    public const string CodesPath = Path + "/codes";
    public const string PasswordPath = Path + "/password";
    public const string IdField = "id";

    /// <summary>What the person proves.</summary>
    public required IReadOnlyList<FactorRecord> Factors { get; init; }

    /// <summary>Whether factors can be set up here.</summary>
    public bool OffersFactors { get; init; }

    /// <summary>The question for a new passkey; null where none can be made.</summary>
    public PasskeyRequest? NewPasskey { get; init; }

    /// <summary>What is said first.</summary>
    public Note? Note { get; init; }

    /// <summary>The reference of a refusal; null for none.</summary>
    public string? Reference { get; init; }

    /// <summary>The whole page.</summary>
    public string Write(PageTheme theme, PageText text) => PageLayout.Write(theme, text, text.Say(Phrase.Security), Html.Of($"""
        {Note?.ToHtml() ?? Html.None}{Html.When(OffersFactors || Factors.Count > 0, Html.Of($"{App(text)}{Passkeys(text)}{Codes(text)}"))}<h2>{text.Say(Phrase.PasswordChange)}</h2>
        {PasswordPages.Change(text, PasswordPath)}<p><a href="{PlainPages.AccountPath}">{text.Say(Phrase.Account)}</a></p>
        {FactorPages.ReferenceOf(text, Reference)}
        """), isWide: true);

    private Html App(PageText text)
    {
        var app = Factors.FirstOrDefault(factor => factor.Kind == FactorKind.Totp);
        var state = app is null ? text.Say(Phrase.NotSetUp) : Since(text, app);
        var button = app is null ? Html.When(OffersFactors, Button(AppPath, text.Say(Phrase.SetUp))) : Button(RemoveAppPath, text.Say(Phrase.Remove));
        return Html.Of($"<h2>{text.Say(Phrase.App)}</h2>\n<ul class=\"sessions\"><li><p>{state}</p>{button}</li></ul>\n");
    }

    private Html Passkeys(PageText text)
    {
        var rows = Html.Join(Factors.Where(factor => factor.Kind == FactorKind.Passkey).Select(passkey => Html.Of(
            $"<li><p>{passkey.Label} <span class=\"small\">{Since(text, passkey)}</span></p>{Button(RemovePasskeyPath, text.Say(Phrase.Remove), passkey.Id)}</li>\n")));
        var form = NewPasskey is null ? Html.None : PasskeyForm.ToAdd(text, PasskeyPath, NewPasskey);
        return Html.Of($"<h2>{text.Say(Phrase.Passkeys)}</h2>\n<ul class=\"sessions\">{rows}</ul>\n{form}");
    }

    private Html Codes(PageText text)
    {
        var left = Factors.Where(factor => factor.Kind == FactorKind.RecoveryCodes).Sum(factor => factor.Left ?? 0);
        var canRenew = Factors.Any(factor => factor.Kind != FactorKind.RecoveryCodes);
        return Html.Of($"""
            <h2>{text.Say(Phrase.CodesTitle)}</h2>
            <ul class="sessions"><li><p>{text.Say(Phrase.CodesLeft, ("count", left.ToString(CultureInfo.InvariantCulture)))}</p>{Html.When(canRenew, Button(CodesPath, text.Say(Phrase.CodesRenew)))}</li></ul>

            """);
    }

    private static Html Button(string action, string label, string? id = null) => Html.Of(
        $"<form method=\"post\" action=\"{action}\">{(id is null ? Html.None : Html.Of($"<input type=\"hidden\" name=\"{IdField}\" value=\"{id}\">"))}<button class=\"second\" type=\"submit\">{label}</button></form>");

    private static string Since(PageText text, FactorRecord factor) => factor.LastUsed is { } used
        ? text.Say(Phrase.SessionTimes, ("begun", Day(factor.Created)), ("used", Day(used)))
        : text.Say(Phrase.SetUpSince, ("begun", Day(factor.Created)));

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
