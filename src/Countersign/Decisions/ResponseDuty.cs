namespace Countersign.Decisions;

/// <summary>A field that the answer to an admitted request must carry.</summary>
public abstract class ResponseDuty
{
    /// <summary>The field's name, such as <c>Authentication-Info</c>.</summary>
    public abstract string FieldName { get; }

    /// <summary>Whether the value depends on the response content and so must wait for its end (rspauth of auth-int).</summary>
    public virtual bool NeedsContent => false;

    /// <summary>Takes the next part of the response content; called only when <see cref="NeedsContent"/>.</summary>
    public virtual void Append(ReadOnlySpan<byte> content)
    {
    }

    /// <summary>The field's value.</summary>
    public abstract string Value();
}
