namespace Countersign.Cli.Requests;

/// <summary>What a word behind the address stands for.</summary>
internal enum RequestItemKind
{
    /// <summary><c>Name:value</c>: a field.</summary>
    Field,

    /// <summary><c>Name:</c>: a field that is not sent.</summary>
    NoField,

    /// <summary><c>name==value</c>: a parameter of the query.</summary>
    Query,

    /// <summary><c>name=value</c>: a text of the JSON object or form.</summary>
    Text,

    /// <summary><c>name:=json</c>: any value of the JSON object.</summary>
    Json,

    /// <summary><c>name=@FILE</c>: a text out of a file.</summary>
    TextOfFile,

    /// <summary><c>name:=@FILE</c>: JSON out of a file.</summary>
    JsonOfFile,

    /// <summary><c>name@FILE</c>: a file of a form.</summary>
    Upload,

    /// <summary><c>@FILE</c>: the whole content.</summary>
    Content,
}
