using Cartwright.Kernel;

namespace Cartwright.Domain;

public static class Rejections
{
    extension(Decision)
    {
        /// <summary>The business rejects the command; nothing changes.</summary>
        public static Decision Reject(Reason reason, ItemId? item = null) =>
            Decision.Nothing.With(new Rejected(reason, item));

        /// <summary>The business rejects the command because there is too little; nothing changes.</summary>
        public static Decision RejectTooLittle(Reason reason, long wanted, long available, ItemId? item = null) =>
            Decision.Nothing.With(new Rejected(reason, item, wanted, available));
    }
}
