using System.Collections.Immutable;
using System.Text.Encodings.Web;

namespace Countersign.AspNetCore.SignIn.Pages;

/// <summary>The page with the form for name and password, and the links to providers.</summary>
internal sealed record LoginPage
{
    /// <summary>Where the form is sent, and where the page is.</summary>
    public const string Path = "/.countersign/login";

    /// <summary>The names of the form's fields.</summary>
    public const string AttemptField = "attempt";
    public const string NameField = "username";
    public const string PasswordField = "password";
    public const string RememberField = "remember";

    /// <summary>The sealed attempt; null when there is no form.</summary>
    public string? Attempt { get; init; }

    /// <summary>Where one goes on, for the links.</summary>
    public ReturnTarget Target { get; init; } = ReturnTarget.Root;

    /// <summary>What is said first.</summary>
    public Note? Note { get; init; }

    /// <summary>The name that was typed before.</summary>
    public string? UserName { get; init; }

    /// <summary>What is wrong with the name, or with the password, alone.</summary>
    public string? NameFault { get; init; }

    public string? PasswordFault { get; init; }

    /// <summary>Whether browsers may keep the session.</summary>
    public bool OffersRemember { get; init; }

    /// <summary>Whether the box for that was ticked.</summary>
    public bool Remember { get; init; }

    /// <summary>The sealed word of the host that sent the browser here, for the links; null when none did.</summary>
    public string? Handover { get; init; }

    /// <summary>The form for a passkey; nothing where none is offered.</summary>
    public Html Passkey { get; init; }

    /// <summary>The providers.</summary>
    public ImmutableArray<SignInProvider> Providers { get; init; } = [];

    /// <summary>The reference of a refusal; null for none.</summary>
    public string? Reference { get; init; }

    /// <summary>What an address carries further that leads back to another host; empty for this one.</summary>
    public static string WithHandover(string? handover) => handover is null ? "" : $"&for={handover}";

    /// <summary>The address of the page with a return target.</summary>
    public static string AddressWith(string path, ReturnTarget target, string more = "") =>
        target == ReturnTarget.Root && more.Length == 0 ? path : $"{path}?return={UrlEncoder.Default.Encode(target.Path)}{more}";

    /// <summary>The whole page.</summary>
    public string Write(PageTheme theme, PageText text)
    {
        var form = Attempt is { } attempt ? Form(text, attempt) : Html.None;
        var links = Html.Join(Providers.Select(provider => Html.Of(
            $"<a class=\"button second\" href=\"{AddressWith(provider.StartPath, Target, WithHandover(Handover))}\">{text.Say(Phrase.SignInWith, ("provider", provider.Label))}</a>\n")));
        var between = Html.When(Attempt is not null && !Providers.IsEmpty, Html.Of($"<p class=\"or\">{text.Say(Phrase.Or)}</p>\n"));
        var nothing = Html.When(Attempt is null && Providers.IsEmpty, Html.Of($"<p>{text.Say(Phrase.NoWayIn)}</p>"));
        return PageLayout.Write(theme, text, text.Say(Phrase.SignIn), Html.Of($"{Note?.ToHtml() ?? Html.None}{form}{Passkey}{between}{links}{nothing}{ReferenceOf(text)}"));
    }

    private Html Form(PageText text, string attempt)
    {
        // Where one has to type next: who came from a wrong password retypes that alone.
        var startsAtName = string.IsNullOrEmpty(UserName) || NameFault is not null;
        var isWrong = Note is { Kind: NoteKind.Bad };
        var remember = Html.When(OffersRemember, Html.Of(
            $"<div class=\"check\"><input type=\"checkbox\" id=\"{RememberField}\" name=\"{RememberField}\" value=\"yes\"{Html.When(Remember, Html.Of($" checked"))}><label for=\"{RememberField}\">{text.Say(Phrase.Remember)}</label></div>\n"));
        return Html.Of($"""
            <form method="post" action="{Path}">
            <input type="hidden" name="{AttemptField}" value="{attempt}">
            <label for="{NameField}">{text.Say(Phrase.UserName)}</label>
            {FaultOf("name-fault", NameFault)}<input id="{NameField}" name="{NameField}" type="text" value="{UserName}" autocomplete="username" autocapitalize="none" autocorrect="off" spellcheck="false" maxlength="255" required{Described(NameFault, "name-fault", isWrong)}{Html.When(startsAtName, Html.Of($" autofocus"))}>
            <label for="{PasswordField}">{text.Say(Phrase.Password)}</label>
            {FaultOf("password-fault", PasswordFault)}<input id="{PasswordField}" name="{PasswordField}" type="password" autocomplete="current-password" maxlength="1024" required{Described(PasswordFault, "password-fault", isWrong)}{Html.When(!startsAtName, Html.Of($" autofocus"))}>
            {remember}<button type="submit">{text.Say(Phrase.SignIn)}</button>
            </form>

            """);
    }

    private static Html FaultOf(string id, string? fault) => fault is null ? Html.None : Html.Of($"<p id=\"{id}\" role=\"alert\">{fault}</p>");

    private static Html Described(string? fault, string id, bool isWrong)
    {
        if (fault is not null)
            return Html.Of($" aria-invalid=\"true\" aria-describedby=\"{id}\"");
        return isWrong ? Html.Of($" aria-describedby=\"{Pages.Note.Id}\"") : Html.None;
    }

    private Html ReferenceOf(PageText text) => Reference is null ? Html.None : Html.Of($"<dl><dt>{text.Say(Phrase.Reference)}</dt><dd><code>{Reference}</code></dd></dl>");
}
