namespace Countersign.Inspector.Assertions;

/// <summary>An answer is not what a test asserts.</summary>
public sealed class ResponseAssertionException : Exception, IAssertionException
{
    /// <summary>An answer is not what a test asserts.</summary>
    public ResponseAssertionException()
        : this("The answer is not what it should be.")
    {
    }

    /// <summary>An answer is not what a test asserts.</summary>
    /// <param name="message">What was expected, and what came. No secret is in it.</param>
    public ResponseAssertionException(string message)
        : base(message)
    {
    }

    /// <summary>An answer is not what a test asserts, since something else failed.</summary>
    /// <param name="message">What was expected, and what came. No secret is in it.</param>
    /// <param name="innerException">What failed.</param>
    public ResponseAssertionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
