namespace Countersign.AspNetCore.SignIn.Pages;

/// <summary>Tells the pages of this origin, in whichever tab, who has signed in, and closes the window that one of them opened for it.</summary>
internal static class SignedInScript
{
    /// <summary>The channel on which it tells.</summary>
    public const string Channel = "countersign";

    public static PageScript Script { get; } = new($$"""
        'use strict';
        new BroadcastChannel('{{Channel}}').postMessage({ signedIn: document.getElementById('user').dataset.user });
        window.close();
        """);
}
