namespace Countersign.AspNetCore.SignIn.Pages;

/// <summary>Something that a page says before all else.</summary>
/// <param name="Text">The words.</param>
/// <param name="Kind">How bad it is.</param>
internal sealed record Note(string Text, NoteKind Kind = NoteKind.Bad)
{
    /// <summary>The id of a note, by which fields point to it.</summary>
    public const string Id = "note";

    /// <summary>The note in a page: read out at once when something went wrong.</summary>
    public Html ToHtml() => Kind switch
    {
        NoteKind.Bad => Html.Of($"<div class=\"note bad\" id=\"{Id}\" role=\"alert\"><p>{Text}</p></div>\n"),
        NoteKind.Good => Html.Of($"<div class=\"note good\" id=\"{Id}\" role=\"status\"><p>{Text}</p></div>\n"),
        _ => Html.Of($"<div class=\"note\" id=\"{Id}\" role=\"status\"><p>{Text}</p></div>\n"),
    };
}

/// <summary>What a note is of.</summary>
internal enum NoteKind
{
    /// <summary>Something went wrong.</summary>
    Bad,

    /// <summary>Something came to be as it was wanted.</summary>
    Good,

    /// <summary>Something to know.</summary>
    Plain,
}
