using Countersign.AspNetCore.SignIn.Factors.Passkeys;

namespace Countersign.AspNetCore.SignIn.Pages;

/// <summary>A form that sends what the browser's passkeys answer. It is hidden until the script shows it: without script it would do nothing.</summary>
internal static class PasskeyForm
{
    public const string StateField = "state";
    public const string CredentialField = "credential";
    public const string LabelField = "label";

    /// <summary>The button that proves somebody.</summary>
    /// <param name="text">The language.</param>
    /// <param name="action">Where the answer goes.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="attempt">The sealed attempt to sign in.</param>
    public static Html ToProve(PageText text, string action, PasskeyRequest request, string attempt) => Html.Of($"""
        <form method="post" action="{action}" data-passkey="get" data-options="{request.Options}" hidden>
        {Fields(text, request, Phrase.PasskeyRefused)}<input type="hidden" name="{LoginPage.AttemptField}" value="{attempt}">
        <button class="second" type="submit">{text.Say(Phrase.PasskeyUse)}</button>
        </form>{PasskeyScript.Script.Element}

        """);

    /// <summary>The field and the button that make a new one.</summary>
    public static Html ToAdd(PageText text, string action, PasskeyRequest request) => Html.Of($"""
        <form method="post" action="{action}" data-passkey="create" data-options="{request.Options}" hidden>
        {Fields(text, request, Phrase.PasskeyNotAdded)}<label for="{LabelField}">{text.Say(Phrase.PasskeyName)}</label>
        <input id="{LabelField}" name="{LabelField}" type="text" maxlength="64" required>
        <button class="second" type="submit">{text.Say(Phrase.PasskeyAdd)}</button>
        </form>{PasskeyScript.Script.Element}

        """);

    private static Html Fields(PageText text, PasskeyRequest request, Phrase failed) => Html.Of($"""
        <div class="note bad" role="alert" hidden><p>{text.Say(failed)}</p></div>
        <input type="hidden" name="{StateField}" value="{request.State}"><input type="hidden" name="{CredentialField}">
        """);
}
