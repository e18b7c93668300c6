using Countersign.AspNetCore.SignIn.Factors;

namespace Countersign.AspNetCore.SignIn.Pages;

/// <summary>The page that sets a password by a one-time link, and the form that changes one.</summary>
internal static class PasswordPages
{
    /// <summary>Where links lead.</summary>
    public const string ResetPath = "/.countersign/reset";

    public const string TokenField = "token";
    public const string OldField = "old-password";
    public const string NewField = "new-password";
    public const string AgainField = "new-password-again";

    /// <summary>The form of a link that is good.</summary>
    public static string Reset(PageTheme theme, PageText text, string user, string token, Note? note) => PageLayout.Write(theme, text, text.Say(Phrase.ResetTitle), Html.Of($"""
        {note?.ToHtml() ?? Html.None}<p>{text.Say(Phrase.ResetFor, ("name", user))}</p>
        <form method="post" action="{ResetPath}">
        <input type="hidden" name="{TokenField}" value="{token}"><input type="hidden" name="username" value="{user}" autocomplete="username">
        {NewPassword(text)}<button type="submit">{text.Say(Phrase.ResetTitle)}</button>
        </form>
        """));

    /// <summary>What became of a link, or why it is good for nothing.</summary>
    public static string ResetTold(PageTheme theme, PageText text, Note note, bool isDone) => PageLayout.Write(theme, text, text.Say(Phrase.ResetTitle), Html.Of($"""
        {note.ToHtml()}{Html.When(isDone, Html.Of($"<a class=\"button\" href=\"{LoginPage.Path}\">{text.Say(Phrase.SignIn)}</a>"))}
        """));

    /// <summary>The form that changes the password of somebody who is signed in.</summary>
    public static Html Change(PageText text, string action) => Html.Of($"""
        <form method="post" action="{action}">
        <label for="{OldField}">{text.Say(Phrase.PasswordOld)}</label>
        <input id="{OldField}" name="{OldField}" type="password" autocomplete="current-password" maxlength="1024" required>
        {NewPassword(text)}<button class="second" type="submit">{text.Say(Phrase.PasswordChange)}</button>
        </form>

        """);

    /// <summary>What is wrong with a new password.</summary>
    public static Phrase PhraseOf(NewPasswordFault fault) => fault switch
    {
        NewPasswordFault.Differs => Phrase.PasswordDiffers,
        NewPasswordFault.TooShort => Phrase.PasswordTooShort,
        NewPasswordFault.TooLong => Phrase.PasswordTooLong,
        NewPasswordFault.IsTheName => Phrase.PasswordIsName,
        NewPasswordFault.Unreadable => Phrase.PasswordUnreadable,
    };

    private static Html NewPassword(PageText text) => Html.Of($"""
        <label for="{NewField}">{text.Say(Phrase.PasswordNew)}</label>
        <p class="small" id="rule">{text.Say(Phrase.PasswordRule)}</p>
        <input id="{NewField}" name="{NewField}" type="password" autocomplete="new-password" maxlength="1024" required aria-describedby="rule">
        <label for="{AgainField}">{text.Say(Phrase.PasswordAgain)}</label>
        <input id="{AgainField}" name="{AgainField}" type="password" autocomplete="new-password" maxlength="1024" required>

        """);
}
