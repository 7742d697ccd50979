"""A sample of everything a message may hold, as Telegram sends it."""

from typing import Any, Final

Json = dict[str, Any]

_USER: Final[Json] = {"id": 7_100_000_999, "is_bot": False, "first_name": "Somebody"}
_CHAT: Final[Json] = {"id": -1_001_234_567_890, "type": "channel", "title": "Some channel"}
_FILE: Final[Json] = {"file_id": "AgACAgIAAxkBAAIB", "file_unique_id": "AQADAgAT", "file_size": 1000}
_PHOTO: Final[Json] = {**_FILE, "width": 90, "height": 60}
_STARS: Final[Json] = {"amount": 5, "nanostar_amount": 0}
_STICKER: Final[Json] = {
    **_FILE,
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
}
_VIDEO: Final[Json] = {**_FILE, "width": 90, "height": 60, "duration": 3}
_TASK: Final[Json] = {"id": 1, "text": "call"}
_OPTION: Final[Json] = {"persistent_id": "a", "text": "yes", "voter_count": 0}
_POLL: Final[Json] = {
    "id": "77",
    "question": "Yes?",
    "options": [_OPTION, {**_OPTION, "persistent_id": "b", "text": "no"}],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
_MODEL: Final[Json] = {"name": "m", "sticker": _STICKER, "rarity_per_mille": 5}
_COLORS: Final[Json] = {"center_color": 1, "edge_color": 2, "symbol_color": 3, "text_color": 4}
_UNIQUE: Final[Json] = {
    "gift_id": "g",
    "base_name": "Cake",
    "name": "Cake-1",
    "number": 1,
    "model": _MODEL,
    "symbol": _MODEL,
    "backdrop": {"name": "b", "colors": _COLORS, "rarity_per_mille": 5},
}

CONTENTS: Final[dict[str, Json]] = {
    "text": {"text": "some words"},
    "photo": {"photo": [_PHOTO, {**_PHOTO, "width": 900, "height": 600}]},
    "live_photo": {"photo": [_PHOTO], "live_photo": {**_VIDEO, "photo": [_PHOTO]}},
    "document": {"document": {**_FILE, "file_name": "a.pdf", "mime_type": "application/pdf"}},
    "animation": {"animation": _VIDEO, "document": {**_FILE, "mime_type": "video/mp4"}},
    "audio": {"audio": {**_FILE, "duration": 3}},
    "video": {"video": _VIDEO},
    "voice": {"voice": {**_FILE, "duration": 3}},
    "video_note": {"video_note": {**_FILE, "length": 240, "duration": 3}},
    "sticker": {"sticker": _STICKER},
    "contact": {"contact": {"phone_number": "381641234567", "first_name": "A", "user_id": 7_100_000_001}},
    "location": {"location": {"latitude": 45.25, "longitude": 19.85}},
    "venue": {
        "location": {"latitude": 1.0, "longitude": 1.0},
        "venue": {"location": {"latitude": 1.0, "longitude": 1.0}, "title": "Fair", "address": "Novi Sad"},
    },
    "dice": {"dice": {"emoji": "🎲", "value": 6}},
    "game": {"game": {"title": "g", "description": "d", "photo": [_PHOTO]}},
    "poll": {"poll": _POLL},
    "story": {"story": {"chat": _CHAT, "id": 5}},
    "checklist": {"checklist": {"title": "List", "tasks": [_TASK]}},
    "paid_media": {"paid_media": {"star_count": 1, "paid_media": [{"type": "preview", "width": 1, "height": 1}]}},
    "invoice": {
        "invoice": {"title": "t", "description": "d", "start_parameter": "", "currency": "XTR", "total_amount": 5}
    },
    "successful_payment": {
        "successful_payment": {
            "currency": "XTR",
            "total_amount": 5,
            "invoice_payload": "p",
            "telegram_payment_charge_id": "1",
            "provider_payment_charge_id": "2",
        }
    },
    "refunded_payment": {
        "refunded_payment": {
            "currency": "XTR",
            "total_amount": 5,
            "invoice_payload": "p",
            "telegram_payment_charge_id": "1",
        }
    },
    "passport_data": {"passport_data": {"data": [], "credentials": {"data": "aGk=", "hash": "aGk=", "secret": "aGk="}}},
    "connected_website": {"connected_website": "example.com"},
    "write_access_allowed": {"write_access_allowed": {"from_request": True}},
    "web_app_data": {"web_app_data": {"data": "{}", "button_text": "Open"}},
    "users_shared": {"users_shared": {"request_id": 1, "users": [{"user_id": 7_100_000_002}]}},
    "chat_shared": {"chat_shared": {"request_id": 1, "chat_id": -100}},
    "new_chat_members": {"new_chat_members": [_USER]},
    "left_chat_member": {"left_chat_member": _USER},
    "new_chat_title": {"new_chat_title": "New"},
    "new_chat_photo": {"new_chat_photo": [_PHOTO]},
    "delete_chat_photo": {"delete_chat_photo": True},
    "group_chat_created": {"group_chat_created": True},
    "supergroup_chat_created": {"supergroup_chat_created": True},
    "channel_chat_created": {"channel_chat_created": True},
    "migrate_to_chat_id": {"migrate_to_chat_id": -1_001},
    "migrate_from_chat_id": {"migrate_from_chat_id": -1_001},
    "message_auto_delete_timer_changed": {"message_auto_delete_timer_changed": {"message_auto_delete_time": 60}},
    "pinned_message": {"pinned_message": {"message_id": 1, "date": 0, "chat": _CHAT}},
    "proximity_alert_triggered": {"proximity_alert_triggered": {"traveler": _USER, "watcher": _USER, "distance": 5}},
    "video_chat_scheduled": {"video_chat_scheduled": {"start_date": 1_700_000_000}},
    "video_chat_started": {"video_chat_started": {}},
    "video_chat_ended": {"video_chat_ended": {"duration": 5}},
    "video_chat_participants_invited": {"video_chat_participants_invited": {"users": [_USER]}},
    "forum_topic_created": {"forum_topic_created": {"name": "n", "icon_color": 7322096}},
    "forum_topic_edited": {"forum_topic_edited": {"name": "n"}},
    "forum_topic_closed": {"forum_topic_closed": {}},
    "forum_topic_reopened": {"forum_topic_reopened": {}},
    "general_forum_topic_hidden": {"general_forum_topic_hidden": {}},
    "general_forum_topic_unhidden": {"general_forum_topic_unhidden": {}},
    "boost_added": {"boost_added": {"boost_count": 1}},
    "chat_background_set": {
        "chat_background_set": {"type": {"type": "chat_theme", "theme_name": "🌷"}},
    },
    "giveaway_created": {"giveaway_created": {}},
    "giveaway": {"giveaway": {"chats": [_CHAT], "winners_selection_date": 1_700_000_000, "winner_count": 1}},
    "giveaway_winners": {
        "giveaway_winners": {
            "chat": _CHAT,
            "giveaway_message_id": 1,
            "winners_selection_date": 1_700_000_000,
            "winner_count": 1,
            "winners": [_USER],
        }
    },
    "giveaway_completed": {"giveaway_completed": {"winner_count": 1}},
    "gift": {"gift": {"gift": {"id": "g", "sticker": _STICKER, "star_count": 5}}},
    "unique_gift": {"unique_gift": {"gift": _UNIQUE, "origin": "transfer"}},
    "gift_upgrade_sent": {"gift_upgrade_sent": {"gift": {"id": "g", "sticker": _STICKER, "star_count": 5}}},
    "paid_message_price_changed": {"paid_message_price_changed": {"paid_message_star_count": 5}},
    "direct_message_price_changed": {"direct_message_price_changed": {"are_direct_messages_enabled": True}},
    "checklist_tasks_done": {"checklist_tasks_done": {"marked_as_done_task_ids": [1]}},
    "checklist_tasks_added": {"checklist_tasks_added": {"tasks": [_TASK]}},
    "suggested_post_approved": {"suggested_post_approved": {"send_date": 1_700_000_000}},
    "suggested_post_approval_failed": {"suggested_post_approval_failed": {"price": {"currency": "XTR", "amount": 5}}},
    "suggested_post_declined": {"suggested_post_declined": {"comment": "no"}},
    "suggested_post_paid": {"suggested_post_paid": {"currency": "XTR", "star_amount": _STARS}},
    "suggested_post_refunded": {"suggested_post_refunded": {"reason": "post_deleted"}},
    "suggested_post_info": {"text": "post", "suggested_post_info": {"state": "pending"}},
    "chat_owner_changed": {"chat_owner_changed": {"new_owner": _USER}},
    "chat_owner_left": {"chat_owner_left": {"new_owner": _USER}},
    "poll_option_added": {"poll_option_added": {"option_persistent_id": "a", "option_text": "yes"}},
    "poll_option_deleted": {"poll_option_deleted": {"option_persistent_id": "a", "option_text": "yes"}},
    "managed_bot_created": {"managed_bot_created": {"bot": {**_USER, "is_bot": True}}},
    "nothing": {},
}
"""By the field of `telegram.Message` that it fills; `nothing` is what this library does not know yet."""

TRIMMINGS: Final[tuple[Json, ...]] = (
    {"caption": "with words <b>&"},
    {"media_group_id": "1300"},
    {"forward_origin": {"type": "hidden_user", "sender_user_name": "X", "date": 1_700_000_000}},
    {"via_bot": {**_USER, "is_bot": True}},
    {"has_protected_content": True},
    {"is_from_offline": True},
    {"message_thread_id": 5, "is_topic_message": True},
    {"quote": {"text": "q", "position": 0}},
    {"external_reply": {"origin": {"type": "hidden_user", "sender_user_name": "X", "date": 1_700_000_000}}},
    {"reply_to_story": {"chat": _CHAT, "id": 5}},
    {"sender_chat": _CHAT},
    {"effect_id": "5"},
    {"edit_date": 1_700_000_001},
)
"""What comes with a message of any content."""

_BESIDE: Final = """
    self message_id date chat from_user reply_to_message edit_date entities caption_entities caption author_signature
    media_group_id reply_markup via_bot sender_chat is_automatic_forward has_protected_content is_topic_message
    message_thread_id has_media_spoiler link_preview_options external_reply quote forward_origin reply_to_story
    sender_boost_count business_connection_id sender_business_bot is_from_offline effect_id show_caption_above_media
    paid_star_count is_paid_post direct_messages_topic reply_to_checklist_task_id sender_tag reply_to_poll_option_id
    guest_bot_caller_user guest_bot_caller_chat guest_query_id api_kwargs
"""
NO_CONTENT: Final = frozenset(_BESIDE.split())
"""Parameters of `telegram.Message` that say something about a message and are not what it holds."""

WORDS: Final[tuple[str, ...]] = (
    "Senzor d.o.o.",
    "浦东农业科技有限公司",
    "Срп и чекић а.д.",
    "Srbija",
    "中国",
    "Deutschlnad",
    "soil moisture sensors for greenhouses, wireless and cheap",
    "Tražimo distributere za bežične senzore vlažnosti zemljišta u plastenicima.",
    "我们为温室大棚寻找无线土壤湿度传感器, 需要长期供货.",
    "sensor",
    "ana@example.com",
    "+381 64 1234567",
    "example.com",
    "1",
    "2",
    "0",
    "-1",
    "999999999999999999999999",
    "<b>&\"'</b> <script>alert(1)</script> {name} %s {0}",
    "&lt;&amp;",
    "👩‍👩‍👧‍👦🏳️‍🌈🇷🇸",
    "مرحبا بالعالم، نبحث عن شركاء",
    "\u202eabc\u202c\u200f\u200b",
    "\u0000\u0001\x7f",
    "\n\n\t ",
    "a",
    "я" * 4096,
    "😀" * 2048,
    "<" * 4096,
    "word " * 800,
    "Skip",
    "Done",
    "/",
    "//start",
    "/start",
    "/start abc_DEF-123",
    "/start " + "x" * 64,
    "/offer",
    "/need",
    "/quick",
    "/quick We make soil moisture sensors for greenhouses and look for distributors",
    "/register",
    "/mine",
    "/matches",
    "/introductions",
    "/help",
    "/language",
    "/cancel",
    "/search senzori",
    "/settings",
    "/export",
    "/forgetme now",
    "/company",
    "/unknown",
    "/start@PartnerBridgeBot",
    "/start@AnotherBot",
    "/mine@PartnerBridgeBot 5",
)
